import "./ui/mantine.css";
import "./app.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { receiveArrival } from "./api/arrival";
import { speak } from "./api/client";
import { createQueries } from "./api/queries";
import { watchSession } from "./api/session";
import { storedLanguage, WordsProvider } from "./i18n";
import type { Language } from "./i18n/format";
import { createPages } from "./router";
import { cssVariables, theme } from "./theme";
import { Announcer } from "./ui/Announcer";
import { markStyles, styleNonce } from "./ui/nonce";
import { schemeManager } from "./ui/useScheme";

markStyles();
receiveArrival();
speak(storedLanguage());
const queries = createQueries();
watchSession(queries);
const pages = createPages();

/** The server's sentences come in the chosen language, so what was read must be read again. */
function changeLanguage(language: Language): void {
  speak(language);
  void queries.invalidateQueries();
}

const holder = document.getElementById("root");
if (holder === null) throw new Error("index.html has no #root");

createRoot(holder).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queries}>
        <WordsProvider onLanguage={changeLanguage}>
          <Announcer>
            <RouterProvider router={pages} />
          </Announcer>
        </WordsProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
