import tensorflow as tf


def batches(files):
    ds = tf.data.TFRecordDataset(files)  # not module-path
    return ds.data  # not framework
