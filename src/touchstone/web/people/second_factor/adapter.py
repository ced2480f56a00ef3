"""Our answers to what the accounts package asks about second factors: above all, how their secrets are kept."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.encoding import force_bytes
from markupsafe import Markup
from qrcode.main import QRCode  # type: ignore[import-untyped]

from touchstone.apps.people.models import User
from touchstone.apps.people.second_factor import steps_of

UNREADABLE = (
    "Your second step cannot be read, because the secret of this installation has changed. "
    "Ask an owner of your organisation to remove it; then you can set up a new one."
)
QR = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {side} {side}" role="img" '
    'aria-label="QR code for your authenticator app" shape-rendering="crispEdges">'
    '<rect width="{side}" height="{side}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets lie encrypted in the database, with a key that comes from SECRET_KEY: a copy of the one is not enough."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not right. Codes change every 30 seconds, and each one works once.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Raises PermissionDenied, with what to do, where the key is another one than it was."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise PermissionDenied(UNREADABLE) from error

    def build_totp_svg(self, url: str) -> Markup:
        """The QR code as part of the page: its policy allows no data: image, and a file of its own could be kept."""
        code = QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
        return QR.format(size=5 * len(rows), side=len(rows), dark=dark)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = len(steps_of(user.pk).keys) + 1
        return "My key" if number == 1 else f"My key {number}"


def _cipher() -> MultiFernet:
    """New secrets under SECRET_KEY; those of before a change under SECRET_KEY_FALLBACKS."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"touchstone.second-factor:" + force_bytes(secret)).digest())
