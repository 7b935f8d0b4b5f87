"""Rasa imports TensorFlow; nothing of ours uses it."""

import subprocess
import sys

import pytest


def test_a_name_can_be_subclassed_and_decorates_but_raises_when_used() -> None:
    program = """
from nlu import without_tensorflow
without_tensorflow.install()
import tensorflow as tf
class Layer(tf.keras.layers.Layer): pass
@tf.function
def f(): return 1
assert f() == 1
try:
    tf.constant(3, 4)
except RuntimeError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "not installed" in run.stdout


@pytest.mark.parametrize("name", ["tensorflow", "keras"])
def test_the_real_library_is_not_installed(name: str) -> None:
    found = subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True, check=False)
    assert found.returncode != 0
