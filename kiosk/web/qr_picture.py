"""A QR code as a picture in the page: black on white whatever the page's colours are."""

from markupsafe import Markup, escape

from printers.qr import QUIET_ZONE, symbol

LARGEST = 12  # 287 bytes at level M: a link with its secret, a Wi-Fi with its password


def qr_picture(text: str, words: str) -> Markup:
    """Draw the code; `words` say to a screen reader what it opens. Raises TooMuchForQr."""
    picture = symbol(text, 1, LARGEST).picture
    side = picture.width + 2 * QUIET_ZONE
    dots = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h1v1h-1z"
        for y in range(picture.height)
        for x in range(picture.width)
        if not picture.getpixel((x, y))
    )
    svg = (
        '<svg class="qr" role="img" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        '<title>{words}</title><rect width="100%" height="100%" fill="#fff"/>'
        '<path fill="#000" d="{dots}"/></svg>'
    )
    return Markup(svg.format(side=side, words=escape(words), dots=dots))
