"""Ridge regression on many sparse rows: conjugate gradients that know the largest directions beforehand."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

NEGLIGIBLE = 0.01  # smaller weights are dropped: a thirtieth of the memory, the same ranking
DIRECTIONS = 160  # of the kernel that are solved beforehand; the others converge in about twelve rounds
CLOSE = 0.1  # of what is wanted may be left over: of 300 new questions as many are right as with half of it
CLOSER = 0.01  # where the start is near the solution already
ROUNDS = 100
BLOCK = 24  # columns at once: their part of the operands stays in the cache and below what malloc gives back each time
TINY = np.finfo(np.float32).tiny  # a column of nothing stays nothing

Matrix = np.ndarray
Linear = Callable[[Matrix], Matrix]


class NoSolution(RuntimeError):
    """The regression did not converge: alpha is too small."""


def weights(rows: sparse.csr_matrix, wanted: Matrix, alpha: float) -> sparse.csr_matrix:
    """Weights (n-grams x columns) of the regression of `wanted` on `rows`, solved in the dual.

    The kernel of all phrasings is never made: it would take 1 GB and, to be factored, 3 GB and a minute.
    """
    columns, ridge = rows.T.tocsr(), np.float32(alpha)

    def kernel(vectors: Matrix) -> Matrix:
        return rows @ (columns @ vectors)

    approximate = _largest_directions(kernel, len(wanted), ridge)

    def solved(block: Matrix) -> sparse.csr_matrix:
        return _sparse(columns @ _solve(kernel, block, ridge, approximate, CLOSE**2 * _size(block)))

    # products of sparse matrices let other threads run; BLAS with threads of its own would only be in their way
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as threads:
        return sparse.hstack(list(threads.map(solved, _blocks(wanted))), "csr")


def _blocks(vectors: Matrix) -> list[Matrix]:
    count = -(-vectors.shape[1] // BLOCK)
    return [np.ascontiguousarray(block) for block in np.array_split(vectors, count, axis=1)]


def refined(rows: sparse.csr_matrix, wanted: Matrix, alpha: float, start: Matrix) -> sparse.csr_matrix:
    """The same for a few columns, from weights near the solution, in the primal."""
    columns = rows.T.tocsr()
    ridge = np.float32(alpha)

    def normal(vectors: Matrix) -> Matrix:
        return columns @ (rows @ vectors)

    missing = columns @ wanted - normal(start) - ridge * start
    return _sparse(start + _solve(normal, missing, ridge, np.copy, CLOSER**2 * _size(columns @ wanted)))


def _sparse(found: Matrix) -> sparse.csr_matrix:
    found[np.abs(found) < NEGLIGIBLE] = 0
    return sparse.csr_matrix(found, dtype=np.float32)


def _solve(apply: Linear, wanted: Matrix, alpha: np.float32, approximate: Linear, enough: Matrix) -> Matrix:
    """Preconditioned conjugate gradients, all columns side by side; what has converged is not worked on any more."""
    solution = np.zeros_like(wanted)
    open_columns, left = np.arange(wanted.shape[1]), wanted.copy()
    step = approximate(left)
    reach, found = _dot(left, step), np.zeros_like(wanted)
    for _ in range(ROUNDS):
        image = apply(step) + alpha * step
        length = reach / (_dot(step, image) + TINY)
        found += length * step
        left -= length * image
        still = _size(left) > enough
        if not still.all() or not still.size:
            solution[:, open_columns[~still]] = found[:, ~still]
            if not still.any():
                return solution
            left, found, step = left[:, still], found[:, still], step[:, still]
            reach, enough, open_columns = reach[still], enough[still], open_columns[still]
        towards, before = approximate(left), reach
        reach = _dot(left, towards)
        step *= reach / (before + TINY)
        step += towards
    raise NoSolution(f"alpha={alpha}")


def _largest_directions(kernel: Linear, size: int, alpha: np.float32) -> Linear:
    """Approximate inverse: exact in the kernel's largest directions (subspace iteration), none elsewhere."""
    count = min(DIRECTIONS, size)
    basis = np.random.default_rng(0).standard_normal((size, count), np.float32)

    def image(vectors: Matrix) -> Matrix:
        return np.hstack([kernel(block) for block in _blocks(vectors)])

    for _ in range(2):
        basis = np.linalg.qr(image(basis))[0]
    values, turned = np.linalg.eigh(basis.T @ image(basis))
    directions = basis @ turned
    shrink = ((values[0] + alpha) / (values + alpha) - 1)[:, None]
    return lambda vectors: vectors + directions @ (shrink * (directions.T @ vectors))


def _size(vectors: Matrix) -> Matrix:
    return _dot(vectors, vectors)


def _dot(left: Matrix, right: Matrix) -> Matrix:
    return np.einsum("ij,ij->j", left, right)
