import { useMutation } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Predictions } from "./types";

export interface Asked {
  text: string;
  /** Only of models that answer questions. */
  question?: string;
}

/** Asks a run's model about one text; neither text nor answer is kept anywhere. */
export function usePrediction(runId: string) {
  return useMutation({
    mutationFn: async ({ text, question }: Asked) => {
      const body = { texts: [text], ...(question !== undefined && { question }) };
      const params = { path: { run_id: runId } };
      const found = await answer<Predictions>(
        client.POST("/api/models/{run_id}/predictions", { params, body }),
      );
      return found.predictions[0];
    },
  });
}
