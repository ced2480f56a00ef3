// Everything here makes a page that already works a little kinder. Nothing depends on it.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
} from "govuk-frontend";
import { keepDrafts } from "./drafts.js";
import { checkFiles } from "./files.js";
import { walkGrids } from "./grids.js";
import { watchProgress } from "./progress.js";
import { watchSession } from "./session.js";

// The library says aria-expanded on a radio, which that role does not have: the reveal works the same without.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

for (const component of [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  PlainRadios,
  SkipLink,
]) {
  createAll(component);
}
keepDrafts();
checkFiles();
walkGrids();
watchProgress();
watchSession();
