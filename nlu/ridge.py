"""Ridge regression on many sparse rows: conjugate gradients that know the largest directions beforehand."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy import sparse

NEGLIGIBLE = 0.01  # smaller weights are dropped: a thirtieth of the memory, the same ranking
DIRECTIONS = 256  # of the kernel that are solved beforehand; the others converge in about twelve rounds
CLOSE = 0.005  # of what is wanted may be left over: scores differ by less than that from those of a Cholesky
ROUNDS = 100
TINY = np.finfo(np.float32).tiny  # a column of nothing stays nothing

Matrix = np.ndarray
Linear = Callable[[Matrix], Matrix]


class NoSolution(RuntimeError):
    """The regression did not converge: alpha is too small."""


def weights(rows: sparse.csr_matrix, wanted: Matrix, alpha: float) -> sparse.csr_matrix:
    """Weights (n-grams x columns) of the regression of `wanted` on `rows`, solved in the dual.

    The kernel of all phrasings is never made: it would take 1 GB and, to be factored, 3 GB and a minute.
    """
    columns = rows.T.tocsr()
    with ThreadPoolExecutor() as threads:

        def kernel(vectors: Matrix) -> Matrix:
            halves = (np.ascontiguousarray(half) for half in np.array_split(vectors, 2, axis=1))
            return np.hstack(list(threads.map(lambda half: rows @ (columns @ half), halves)))

        dual = _solve(kernel, wanted, np.float32(alpha))
    found = columns @ dual
    found[np.abs(found) < NEGLIGIBLE] = 0
    return sparse.csr_matrix(found, dtype=np.float32)


def _solve(kernel: Linear, wanted: Matrix, alpha: np.float32) -> Matrix:
    """Preconditioned conjugate gradients, all columns side by side."""
    precondition = _largest_directions(kernel, len(wanted), alpha)
    solution, left = np.zeros_like(wanted), wanted.copy()
    towards = step = precondition(left)
    reach, size = _dot(left, towards), _dot(wanted, wanted)
    for _ in range(ROUNDS):
        image = kernel(step) + alpha * step
        length = reach / (_dot(step, image) + TINY)
        solution += length * step
        left -= length * image
        if (_dot(left, left) <= CLOSE**2 * size).all():
            return solution
        towards, before = precondition(left), reach
        reach = _dot(left, towards)
        step = towards + reach / (before + TINY) * step
    raise NoSolution(f"alpha={alpha}")


def _largest_directions(kernel: Linear, size: int, alpha: np.float32) -> Linear:
    """Approximate inverse: exact in the kernel's largest directions (subspace iteration), none elsewhere."""
    count = min(DIRECTIONS, size)
    basis = np.random.default_rng(0).standard_normal((size, count), np.float32)
    for _ in range(2):
        basis = np.linalg.qr(kernel(basis))[0]
    values, turned = np.linalg.eigh(basis.T @ kernel(basis))
    directions = basis @ turned
    shrink = ((values[0] + alpha) / (values + alpha) - 1)[:, None]
    return lambda vectors: vectors + directions @ (shrink * (directions.T @ vectors))


def _dot(left: Matrix, right: Matrix) -> Matrix:
    return np.einsum("ij,ij->j", left, right)
