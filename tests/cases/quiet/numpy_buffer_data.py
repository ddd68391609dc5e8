import numpy as np

image = np.zeros((4, 4), dtype=np.uint8)
view = image.data
print(view.shape, view.nbytes)
