"""Where the page's pages are."""

from tests.acceptance.running_stack import RunningStack

PLACES = {
    "account/AccountPage": "/conta",
    "audit/AuditPage": "/administracao/auditoria",
    "limits/LimitsPage": "/administracao/limites",
    "machines/MachinesPage": "/maquinas",
    "compare/ComparePage": "/comparar?ids={run_id},00000000-0000-4000-8000-00000000000f",
    "datasets/DatasetPage": "/planilhas/{dataset_id}",
    "datasets/DatasetsPage": "/planilhas",
    "help/HelpPage": "/ajuda",
    "models/ModelPage": "/modelos/{run_id}",
    "models/ModelsPage": "/modelos",
    "people/PeoplePage": "/administracao/pessoas",
    "presets/PresetsPage": "/administracao/predefinicoes",
    "retention/RetentionPage": "/administracao/retencao",
    "run/RunPage": "/treinos/{run_id}",
    "run/result/ModelSheetPage": "/treinos/{run_id}/ficha",
    "runs/RunsPage": "/treinos",
    "system/SystemPage": "/administracao/sistema",
    "train/TrainPage": "/treinar",
    "train/WizardPage": "/treinar/{draft_id}/conferencia",
    "welcome/WelcomePage": "/boas-vindas",
}
"""By the component that is shown there; frames around pages and doors before them are left out."""

WITHOUT_ADDRESS = {"administration/Administration"}
"""What is only ever shown around another page."""


def address_of(component: str, run_id: str, stack: RunningStack) -> str:
    """The address at which a full page is, for the things of ``run_id``."""
    pattern = PLACES[component]
    if "{" not in pattern:
        return pattern
    with stack.api as client:
        dataset_id = client.get(f"/api/runs/{run_id}").raise_for_status().json()["dataset_id"]
        begun = client.post("/api/drafts", json={"dataset_id": dataset_id}).raise_for_status()
    draft_id = begun.json()["id"]
    return pattern.format(run_id=run_id, dataset_id=dataset_id, draft_id=draft_id)
