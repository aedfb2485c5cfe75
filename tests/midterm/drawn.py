"""What a figure looks like when it is drawn."""

from io import BytesIO

import numpy as np
from PIL import Image


def png(figure):
    file = BytesIO()
    figure.savefig(file, metadata={"Software": None})
    return file.getvalue()


def pixels(figure):
    return np.asarray(Image.open(BytesIO(png(figure))).convert("RGB")).astype(int)
