import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client } from "./client";
import { CLASSIFICATIONS } from "./events";
import { modelKeys } from "./models";
import { BELL } from "./notices";
import { isLater } from "./position";
import { isOver, placeOf, withBoard } from "./sheets";
import type { Link } from "./stream";
import type { Accepted, Classification, ClassificationPage, ClassificationsNews } from "./types";
import { useFollow } from "./useFollow";

const MOST_SHOWN = 50;
const BUSY_REFRESH_MS = 5_000;

const keyOf = (model: string) => ["classifications", model] as const;

/** The sheets that whoever is signed in had classified with a model, newest first, as they go on. */
export function useClassifications(model: string) {
  const [link, setLink] = useState<Link>("connecting");
  const params = { path: { run_id: model }, query: { limit: MOST_SHOWN } };
  const query = useQuery({
    queryKey: keyOf(model),
    queryFn: () => answer<ClassificationPage>(client.GET("/api/models/{run_id}/classifications", { params })),
    refetchInterval: ({ state }) =>
      link === "live" || state.data?.items.every(isOver) ? false : BUSY_REFRESH_MS,
  });
  useGoingOn(model, query.data?.items ?? [], setLink);
  return query;
}

/** Follows the sheets while any of them is not over: the board says how far they are, events that they are over. */
function useGoingOn(model: string, items: Classification[], onLink: (link: Link) => void): void {
  const queries = useQueryClient();
  const again = useListAgain(model);
  const known = placeOf(items);
  useFollow(items.every(isOver) ? null : CLASSIFICATIONS, {
    after: known,
    take: ({ name, data }) => {
      if (name !== CLASSIFICATIONS) {
        void again();
        void queries.invalidateQueries({ queryKey: BELL, exact: true });
        return;
      }
      const board = (data as ClassificationsNews).items;
      queries.setQueryData<ClassificationPage>(keyOf(model), (page) => page && withBoard(page, board));
    },
    onOpen: (place) => {
      if (isLater(place.split(".")[0] ?? "", known)) void again();
    },
    onLink,
  });
}

function useListAgain(model: string) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: keyOf(model) }),
      queries.invalidateQueries({ queryKey: modelKeys.one(model) }),
    ]);
}

export interface Sheet {
  file: File;
  /** The column with the texts, where it could not be found. */
  column?: string;
  /** Of a workbook with several. */
  sheet?: string;
}

/** Sends a sheet whose texts the model is to answer. */
export function useClassify(model: string) {
  return useMutation({
    mutationFn: ({ file, column, sheet }: Sheet) => {
      const form = new FormData();
      if (column) form.append("text_column", column);
      if (sheet) form.append("sheet", sheet);
      form.append("file", file);
      return answer<Accepted>(
        client.POST("/api/models/{run_id}/classifications", {
          params: { path: { run_id: model } },
          body: form as never,
          bodySerializer: (body: unknown) => body as FormData,
        }),
      );
    },
    onSuccess: useListAgain(model),
  });
}

/** Stops a classification that goes on; takes away one that is over. */
export function useRemoveClassification(model: string) {
  return useMutation({
    mutationFn: (id: string) =>
      answer(
        client.DELETE("/api/classifications/{classification_id}", {
          params: { path: { classification_id: id } },
        }),
      ),
    onSettled: useListAgain(model),
  });
}

/** Fetches the workbook of answers and hands it to the browser; its words are of the page's language. */
export function useDownload() {
  return useMutation({
    mutationFn: async (id: string) => {
      const call = client.GET("/api/classifications/{classification_id}/download", {
        params: { path: { classification_id: id } },
        parseAs: "blob",
      });
      const { response } = await call;
      hand((await answer(call)) as Blob, fileName(response));
    },
  });
}

const NAMED = /filename\*=UTF-8''([^;]+)/;

function fileName(response: Response): string {
  const named = NAMED.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return named ? decodeURIComponent(named) : "afina.xlsx";
}

function hand(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
