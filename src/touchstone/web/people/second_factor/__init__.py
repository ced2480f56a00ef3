"""The second step of signing in: an authenticator app, passkeys and security keys, recovery codes."""
