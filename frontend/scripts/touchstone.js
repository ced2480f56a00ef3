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
import { watchSession } from "./session.js";

for (const component of [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
]) {
  createAll(component);
}
keepDrafts();
checkFiles();
watchSession();
