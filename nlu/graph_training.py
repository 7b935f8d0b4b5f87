"""Trains a model as `rasa train` does, without its cache, which fingerprints all phrasings at each step."""

import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rasa.engine import validation
from rasa.engine.constants import PLACEHOLDER_IMPORTER
from rasa.engine.graph import ExecutionContext, GraphModelConfiguration
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_COMPONENTS_DIR, LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter

from nlu.straight_runner import StraightRunner


class _Storage(LocalModelStorage):
    """Packs quickly."""

    def create_model_package(
        self, model_archive_path: str | Path, model_configuration: GraphModelConfiguration, domain: Domain
    ) -> ModelMetadata:
        metadata = self._create_model_metadata(domain, model_configuration)
        with TemporaryDirectory() as folder:
            self._persist_metadata(metadata, Path(folder))
            shutil.copytree(self._storage_path, Path(folder) / MODEL_ARCHIVE_COMPONENTS_DIR)
            pack(Path(folder), Path(model_archive_path))
        return metadata


def pack(folder: Path, archive: Path) -> None:
    """A model's archive as Rasa reads it, not compressed: floats hardly shrink, and it would take seconds."""
    with tarfile.open(archive, "w:gz", compresslevel=0) as packed:
        packed.add(folder, arcname="")


def train(config: Path, domain: Path, layers: Sequence[Path], bulletin: Path, archive: Path) -> None:
    """Run the training graph of config.yml on the layers of data and pack what its components keep."""
    importer = TrainingDataImporter.load_from_config(str(config), str(domain), [str(path) for path in layers])
    settings = importer.get_config()
    for component in settings["pipeline"]:
        if "bulletin" in component:
            component["bulletin"] = str(bulletin)
    recipe = Recipe.recipe_for_name(settings.get("recipe"))
    graph = recipe.graph_config_for_recipe(settings, {}, training_type=TrainingType.BOTH)
    validation.validate(graph)
    with TemporaryDirectory() as folder:
        storage = _Storage(Path(folder))
        context = ExecutionContext(graph_schema=graph.train_schema)
        StraightRunner.create(graph.train_schema, storage, context).run({PLACEHOLDER_IMPORTER: importer})
        storage.create_model_package(archive, graph, importer.get_domain())
