"""Headers: what a browser may load, and how long it may keep it."""

from dash import Dash
from flask import Response, request

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
KEPT = ("/assets/", "/_dash-component-suites/")
YEAR = 31_536_000
MOST_BYTES = 40 * 2**20
"""Of one request; a file in it is a third longer than on the disk."""
OTHER_SITES = ("cross-site", "same-site")


def policy(script_hashes: list[str]) -> str:
    """The content security policy: everything from here, no script but ours."""
    scripts = " ".join(["'self'", *(f"'{h.strip(chr(39))}'" for h in script_hashes)])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def protect(app: Dash) -> None:
    """Send the headers with every answer. Call it after all callbacks are registered."""
    app.server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @app.server.before_request
    def refuse_strangers() -> Response | None:
        """Another site's page may not write here through the reader's browser."""
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") in OTHER_SITES:
            return Response("forbidden", 403, mimetype="text/plain")
        return None

    fixed = FIXED | {"Content-Security-Policy": policy(list(app.csp_hashes()))}

    @app.server.after_request
    def add_headers(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers["Cache-Control"] = keeping(request.path, bool(request.args))
        return response


def keeping(path: str, has_version: bool) -> str:
    """Files whose address changes with their content, and fonts, are kept; answers never."""
    if path.startswith(KEPT) and (has_version or path.endswith(".woff2") or "/_dash-c" in path):
        return f"public, max-age={YEAR}, immutable"
    return "no-cache" if path.startswith(KEPT) else "no-store"
