"""Where a point of a page stands when the page is shown, and when it is turned."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium

_PIXELS = 1_000
_FAR = 100.0


class Frame:
    """Turns the page's own coordinates into those of the page as it is shown, y downwards from its top left corner."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.width: float
        self.height: float
        self.width, self.height = page.get_size()
        # PDFium gives whole pixels only; with these many to a point, and far apart, they are exact enough.
        across, down = round(self.width * _PIXELS), round(self.height * _PIXELS)

        def shown(x: float, y: float) -> tuple[float, float]:
            to_x, to_y = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, x, y, to_x, to_y)
            return to_x.value / _PIXELS, to_y.value / _PIXELS

        self._origin = shown(0, 0)
        (ax, ay), (bx, by) = shown(_FAR, 0), shown(0, _FAR)
        x, y = self._origin
        self._x, self._y = ((ax - x) / _FAR, (ay - y) / _FAR), ((bx - x) / _FAR, (by - y) / _FAR)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point on the shown page."""
        return self._origin[0] + self._x[0] * x + self._y[0] * y, self._origin[1] + self._x[1] * x + self._y[1] * y

    def shows(self, x: float, y: float) -> bool:
        """Whether the point lies on the page as it is shown."""
        x, y = self.point(x, y)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def turned(self, x: float, y: float, turn: int) -> tuple[float, float]:
        """The point on the shown page after it is turned back by so many quarters."""
        x, y = self.point(x, y)
        return turned_back(x, y, turn, self.width, self.height)


def turned_back(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """The point of a page of this size after the page is turned anticlockwise by so many quarters."""
    if turn == 1:
        return y, width - x
    if turn == 2:
        return width - x, height - y
    if turn == 3:
        return height - y, x
    return x, y
