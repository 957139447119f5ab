"""What a browser marks on a page, told by the colour of its pixels."""

import io
import unicodedata

import numpy as np
from PIL import Image

# The letters take the colour, too, so that every pixel of a marked character shows it.
SHEET = "<style>::target-text{background:#f0f !important;color:#f0f !important}</style>"
# Every character that takes room in the part of the page that is in view, with the middle of its box.
CHARACTERS = """() => {
  const found = [], range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width || box.bottom < 0 || box.top > innerHeight) continue;
    let at = 0;
    for (const character of node.data) {
      range.setStart(node, at);
      range.setEnd(node, (at += character.length));
      const one = range.getClientRects()[0];
      if (one && one.width && character.trim()) found.push([character, one.x + one.width / 2, one.y + one.height / 2]);
    }
  }
  return found;
}"""


def marked(page):
    """The characters that are coloured, in the order of the page, without spaces."""
    picture = np.asarray(Image.open(io.BytesIO(_screenshot(page))).convert("RGB"))
    coloured = (picture == (255, 0, 255)).all(axis=2)
    if not coloured.any():
        return ""
    height, width = coloured.shape
    found = ""
    for character, x, y in page.evaluate(CHARACTERS):
        column, row = int(x), int(y)
        if 0 <= row < height and 0 <= column < width and coloured[row, column]:
            found += character
    return unicodedata.normalize("NFC", "".join(found.split()))


def _screenshot(page):
    """The part of the page in view; on a busy machine Chromium may be unable to capture it at once."""
    from playwright.sync_api import Error  # Not on top: without it these tests are skipped.

    for _ in range(4):
        try:
            return page.screenshot()
        except Error as error:
            if "Unable to capture screenshot" not in str(error):
                raise
            page.wait_for_timeout(500)
    return page.screenshot()
