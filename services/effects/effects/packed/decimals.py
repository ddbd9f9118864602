"""Decimals as the whole numbers that they are held as."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc


def unscaled(values: pa.Array | pa.ChunkedArray, scale: int) -> npt.NDArray[np.int64]:
    """Each value times 10 ** scale, `int64[n]`; 0 where there is none.

    Args:
        values: decimals, whole numbers or fractions without more decimals than `scale`.
        scale: how many decimals to keep.

    Raises:
        pyarrow.ArrowInvalid: a value has more decimals, or is too large for 64 bits.
    """
    decimals = pc.fill_null(pc.cast(values, pa.decimal128(18, scale)), 0)
    if isinstance(decimals, pa.ChunkedArray):
        decimals = (
            pa.concat_arrays(decimals.chunks)
            if decimals.num_chunks
            else pa.array([], decimals.type)
        )
    words = (
        np.frombuffer(decimals.buffers()[1], np.int64) if len(decimals) else np.zeros(0, np.int64)
    )
    first = 2 * decimals.offset
    return words[first : first + 2 * len(decimals) : 2].copy()
