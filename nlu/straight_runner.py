"""Runs the graph of a loaded model node after node: dask's scheduling costs more than all our components together."""

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata, ModelStorage
from rasa.engine.training.components import PrecomputedValueProvider
from rasa.graph_components.providers.domain_provider import DomainProvider

Step = tuple[str, tuple[str, ...]]  # a node and what it needs


class StraightRunner(GraphRunner):
    """Each set of targets is put in order once."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema, self._nodes = schema, nodes
        self._plans: dict[tuple[str, ...], list[Step]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> "StraightRunner":
        """Load every component."""
        loaded = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, loaded)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets."""
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._plans:
            self._plans[wanted] = list(_in_order(self._schema.minimal_graph_schema(list(wanted))))
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._plans[wanted]:
            done[name] = self._nodes[name](*(done[need] for need in needs))
        return {name: done[name][1] for name in wanted}


def _in_order(schema: GraphSchema) -> list[Step]:
    """Every node after what it needs; what no node provides is an input."""
    steps: dict[str, Step] = {}

    def visit(name: str) -> None:
        if name in schema.nodes and name not in steps:
            needs = tuple(schema.nodes[name].needs.values())
            for need in needs:
                visit(need)
            steps[name] = (name, needs)

    for name in schema.nodes:
        visit(name)
    return list(steps.values())


def load(archive: Path, folder: Path, bulletin: Path | None = None) -> tuple[ModelMetadata, StraightRunner]:
    """Unpack a model into an empty folder and load it; the domain from its metadata, for its YAML takes two seconds.

    `bulletin` is where the model's bulletin lies now, if not where it lay at the training.
    """
    storage, metadata = LocalModelStorage.from_model_archive(folder, archive)
    for node in metadata.predict_schema.nodes.values():
        if node.uses is DomainProvider:
            PrecomputedValueProvider.replace_schema_node(node, metadata.domain)
        elif bulletin and "bulletin" in node.config:
            node.config["bulletin"] = str(bulletin)
    context = ExecutionContext(graph_schema=metadata.predict_schema, model_id=metadata.model_id)
    return metadata, StraightRunner.create(metadata.predict_schema, storage, context)
