"""What an authenticator app and a passkey do: the code of a secret for a moment, the answers a browser sends."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from touchstone.apps.people import services
from touchstone.apps.people.actor import actor_for
from touchstone.apps.people.models import User


def code_of(secret: str, later: int = 0) -> str:
    """``later``: how many half minutes."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def with_app(person: User) -> str:
    """Give the person an authenticator app whose recovery codes they have kept; its secret."""
    secret = str(generate_totp_secret())
    services.add_app(who=actor_for(person), person=person, secret=secret, code="000000")
    services.keep_recovery_codes(who=actor_for(person), person=person)
    return secret


class Key:
    """A passkey in software, for the site https://testserver. ``challenge``s come from the pages."""

    def __init__(self, site: str = "testserver") -> None:
        self.site = site
        self.id = secrets.token_bytes(16)
        self.secret = ec.generate_private_key(ec.SECP256R1())

    def added(self, challenge: str) -> str:
        """What a browser sends when this key is added."""
        public = ES256.from_cryptography_key(self.secret.public_key())  # type: ignore[no-untyped-call]
        about = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = self._data(AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT, about)
        said = self._said(CollectedClientData.TYPE.CREATE, challenge)
        return self._answer(clientDataJSON=said, attestationObject=AttestationObject.create("none", data, {}))

    def used(self, challenge: str, person: User) -> str:
        """What a browser sends when this key signs ``person`` in."""
        data = self._data(AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV)
        said = self._said(CollectedClientData.TYPE.GET, challenge)
        signature = self.secret.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        handle = person.pk.hex.encode()
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature, userHandle=handle)

    def _data(self, flags: Any, about: AttestedCredentialData | None = None) -> Any:
        return AuthenticatorData.create(hashlib.sha256(self.site.encode()).digest(), flags, 0, about or b"")

    def _said(self, kind: Any, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, f"https://{self.site}")

    def _answer(self, **response: bytes) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {name: websafe_encode(value) for name, value in response.items()},
            }
        )
