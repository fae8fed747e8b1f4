import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { compareSearch, datasetsSearch, runsSearch } from "./addresses";
import { auditSearch } from "./pages/audit/address";
import { PageNotFound } from "./pages/not-found/NotFound";
import { Gate } from "./pages/shell/Gate";
import { PageCrash } from "./ui/PageCrash";
import { focusNextHeading } from "./ui/PageHeading";
import { Waiting } from "./ui/Waiting";

const root = createRootRoute({ component: Gate, notFoundComponent: PageNotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/treinos", replace: true });
  },
});

/** Who knows a run from the API or the terminal knows it by this address. */
const apiName = createRoute({
  getParentRoute: () => root,
  path: "/runs/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/treinos/$id", params, replace: true });
  },
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/treinos",
  validateSearch: runsSearch,
  component: lazyRouteComponent(() => import("./pages/runs/RunsPage"), "RunsPage"),
});

const datasets = createRoute({
  getParentRoute: () => root,
  path: "/planilhas",
  validateSearch: datasetsSearch,
  component: lazyRouteComponent(() => import("./pages/datasets/DatasetsPage"), "DatasetsPage"),
});

const dataset = createRoute({
  getParentRoute: () => root,
  path: "/planilhas/$id",
  component: lazyRouteComponent(() => import("./pages/datasets/DatasetPage"), "DatasetPage"),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: "/comparar",
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import("./pages/compare/ComparePage"), "ComparePage"),
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/treinos/$id",
  component: lazyRouteComponent(() => import("./pages/run/RunPage"), "RunPage"),
});

const modelSheet = createRoute({
  getParentRoute: () => root,
  path: "/treinos/$id/ficha",
  component: lazyRouteComponent(() => import("./pages/run/result/ModelSheetPage"), "ModelSheetPage"),
});

const train = createRoute({
  getParentRoute: () => root,
  path: "/treinar",
  validateSearch: ({ exemplo }: Record<string, unknown>): { exemplo?: boolean } =>
    exemplo === true ? { exemplo } : {},
  component: lazyRouteComponent(() => import("./pages/train/TrainPage"), "TrainPage"),
});

const draft = createRoute({
  getParentRoute: () => root,
  path: "/treinar/$draft",
  beforeLoad: ({ params }) => {
    throw redirect({
      to: "/treinar/$draft/$step",
      params: { ...params, step: "conferencia" },
      replace: true,
    });
  },
});

const wizard = createRoute({
  getParentRoute: () => root,
  path: "/treinar/$draft/$step",
  component: lazyRouteComponent(() => import("./pages/train/WizardPage"), "WizardPage"),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: "/boas-vindas",
  component: lazyRouteComponent(() => import("./pages/welcome/WelcomePage"), "WelcomePage"),
});

/** What the list of models' address may say. */
export interface ModelsSearch {
  pagina?: number | undefined;
  busca?: string | undefined;
  arquivados?: boolean | undefined;
}

function modelsSearch(raw: Record<string, unknown>): ModelsSearch {
  const page = Number(raw.pagina);
  return {
    pagina: Number.isInteger(page) && page > 1 ? page : undefined,
    busca: typeof raw.busca === "string" && raw.busca !== "" ? raw.busca : undefined,
    arquivados: raw.arquivados === true || undefined,
  };
}

const models = createRoute({
  getParentRoute: () => root,
  path: "/modelos",
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import("./pages/models/ModelsPage"), "ModelsPage"),
});

const model = createRoute({
  getParentRoute: () => root,
  path: "/modelos/$id",
  component: lazyRouteComponent(() => import("./pages/models/ModelPage"), "ModelPage"),
});

const help = createRoute({
  getParentRoute: () => root,
  path: "/ajuda",
  component: lazyRouteComponent(() => import("./pages/help/HelpPage"), "HelpPage"),
});

const machines = createRoute({
  getParentRoute: () => root,
  path: "/maquinas",
  component: lazyRouteComponent(() => import("./pages/machines/MachinesPage"), "MachinesPage"),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/conta",
  component: lazyRouteComponent(() => import("./pages/account/AccountPage"), "AccountPage"),
});

const administration = createRoute({
  getParentRoute: () => root,
  path: "/administracao",
  component: lazyRouteComponent(() => import("./pages/administration/Administration"), "Administration"),
});

const administrationHome = createRoute({
  getParentRoute: () => administration,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/administracao/pessoas", replace: true });
  },
});

const people = createRoute({
  getParentRoute: () => administration,
  path: "/pessoas",
  component: lazyRouteComponent(() => import("./pages/people/PeoplePage"), "PeoplePage"),
});

const limits = createRoute({
  getParentRoute: () => administration,
  path: "/limites",
  component: lazyRouteComponent(() => import("./pages/limits/LimitsPage"), "LimitsPage"),
});

const presets = createRoute({
  getParentRoute: () => administration,
  path: "/predefinicoes",
  component: lazyRouteComponent(() => import("./pages/presets/PresetsPage"), "PresetsPage"),
});

const retention = createRoute({
  getParentRoute: () => administration,
  path: "/retencao",
  component: lazyRouteComponent(() => import("./pages/retention/RetentionPage"), "RetentionPage"),
});

const audit = createRoute({
  getParentRoute: () => administration,
  path: "/auditoria",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("./pages/audit/AuditPage"), "AuditPage"),
});

const system = createRoute({
  getParentRoute: () => administration,
  path: "/sistema",
  component: lazyRouteComponent(() => import("./pages/system/SystemPage"), "SystemPage"),
});

const administrated = administration.addChildren([
  administrationHome,
  people,
  limits,
  presets,
  retention,
  audit,
  system,
]);

/** Reads the address at once, so a token must have left it before. */
export function createPages() {
  const router = createRouter({
    routeTree: root.addChildren([
      home,
      apiName,
      runs,
      run,
      modelSheet,
      train,
      draft,
      wizard,
      welcome,
      models,
      model,
      compare,
      datasets,
      dataset,
      help,
      machines,
      account,
      administrated,
    ]),
    defaultPreload: "intent",
    defaultPendingComponent: Waiting,
    defaultErrorComponent: PageCrash,
    scrollRestoration: true,
  });
  router.subscribe("onBeforeNavigate", ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) focusNextHeading();
  });
  return router;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPages>;
  }
  interface HistoryState {
    /** The run was asked for a moment ago; the read models may not know it yet. */
    isNew?: boolean;
  }
}
