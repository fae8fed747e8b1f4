import { QueryClient } from "@tanstack/react-query";
import { isTransient } from "./problem";

const MAX_RETRIES = 2;

/** One cache for the page. A self-hosted server may answer where the browser believes it is offline. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 1_000,
        retry: (failures, error) => failures < MAX_RETRIES && isTransient(error),
        retryDelay: (failures) => 500 * 2 ** failures,
      },
      mutations: { networkMode: "always" },
    },
  });
}
