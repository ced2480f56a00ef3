"""Forms and links of a page, as a browser finds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit


@dataclass
class Field:
    """``choices``: what a person could choose there; empty where they type."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    sends_files: bool = False

    def named(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


class Page(HTMLParser):
    """``forms`` and ``links`` (paths on this site) of the page at ``address``."""

    def __init__(self, address: str, content: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._textarea: Field | None = None
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in said:
            self._link(said["href"])
        elif tag == "form":
            action = urldefrag(urljoin(self.address, said.get("action", "")))[0]
            self._form = Form(
                action, said.get("method", "get").lower(), sends_files="multipart" in said.get("enctype", "")
            )
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(self._form, tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea.value += data

    def _link(self, href: str) -> None:
        parts = urlsplit(urljoin("http://site" + self.address, href))
        if parts.netloc == "site" and parts.scheme == "http":
            self.links.append(parts.path + (f"?{parts.query}" if parts.query else ""))

    def _control(self, form: Form, tag: str, said: dict[str, str]) -> None:
        if tag == "option" and self._select is not None:
            self._select.choices.append(said.get("value", ""))
            if "selected" in said:
                self._select.value = said.get("value", "")
            return
        if not (name := said.get("name")):
            return
        kind = said.get("type", "text") if tag == "input" else tag
        if kind in {"radio", "checkbox"} and (before := form.named(name)):
            before.choices.append(said.get("value", "on"))
            return
        one = Field(name, kind, said.get("value", ""))
        if kind in {"radio", "checkbox", "button"}:
            one.choices = [said.get("value", "on")]
        form.fields.append(one)
        if tag == "select":
            self._select = one
        elif tag == "textarea":
            self._textarea = one
