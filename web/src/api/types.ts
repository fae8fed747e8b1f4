/** The API's shapes by the names that the page uses; the only reader of the generated file's insides. */

import type { components } from "./schema";

type Schema = components["schemas"];

export type RunStatus = Schema["RunStatus"];
export type RunOrder = Schema["RunOrder"];
export type Phase = Schema["Phase"];
export type Preset = Schema["Preset"];
export type FailureCode = Schema["FailureCode"];
export type Aftermath = Schema["Aftermath"];
export type Try = Schema["Try"];
export type Stopper = Schema["Stopper"];
export type LogLine = Schema["RunLogLine"];
export type KeptLine = Schema["KeptLine"];
export type LogTail = Schema["LogTail"];
export type RunPoints = Schema["RunPoints"];
export type QueueStatus = Schema["QueueStatus"];
export type LogLevel = Schema["LogLevel"];
export type Session = Schema["Session"];
export type Dataset = Schema["Dataset"];
export type DatasetDetails = Schema["DatasetDetails"];
export type DatasetVersion = Schema["DatasetVersion"];
export type ExampleShown = Schema["ExampleShown"];
export type Change = Schema["ChangeShown"];
export type Suspects = Schema["Suspects"];
export type Comparison = Schema["Comparison"];
export type Compared = Schema["Compared"];
export type ComparedLine = Schema["ComparedLine"];
export type ComparedCategory = Schema["ComparedCategory"];
export type Lead = Schema["Lead"];
export type GoingOn = Schema["GoingOn"];
export type ClassificationsNews = Schema["ClassificationsNews"];
export type Preferences = Schema["Preferences"];
export type NoticeKind = Schema["NoticeKind"];
export type BellNotice = Schema["BellNotice"];
export type Bell = Schema["Bell"];
export type NoticeWishes = Schema["NoticeWishes"];
export type NoticeWishesChange = Schema["NoticeWishesChange"];
export type WaysIn = Schema["WaysIn"];
export type PassShown = Schema["PassShown"];
export type Role = Schema["Role"];
export type Scope = Schema["Scope"];
export type TokenShown = Schema["TokenShown"];
export type SessionShown = Schema["SessionShown"];
export type User = Schema["User"];
export type Link = Schema["Link"];
export type Problem = Schema["Problem"];
export type Progress = Schema["Progress"];
export type RunSummary = Schema["RunSummary"];
export type RunDetails = Schema["RunDetails"];
export type RunPage = Schema["RunPage"];
export type RunMetrics = Schema["RunMetrics"];
export type RunNews = Schema["RunNews"];
export type RunEvent = RunNews["event"];
export type EpochMetrics = Schema["EpochMetrics"];
export type LabelReport = Schema["LabelReport"];
export type LabelsReport = Schema["TextClassificationReport"];
export type EntitiesReport = Schema["TokenClassificationReport"];
export type AnswersReport = Schema["QuestionAnsweringReport"];
/** Told apart by their `task`. */
export type Report = LabelsReport | EntitiesReport | AnswersReport;
export type Mistake = Schema["MistakeShown"];
export type MistakePage = Schema["MistakePage"];
export type CorrectionList = Schema["CorrectionList"];
export type Predictions = Schema["Predictions"];
export type Prediction = Schema["PredictionShown"];
/** A label, an entity or a passage. */
export type ModelAnswer = Schema["Answer"];
export type Band = ModelAnswer["band"];
export type MadeVersion = Schema["MadeVersion"];
export type ReviewPoint = LabelsReport["review"][number];
export type Calibration = NonNullable<Report["calibration"]>;
export type BaselineCode = NonNullable<Report["baseline"]>["code"];
export type Accepted = Schema["Accepted"];
/** What a run has left on its machine; its id is the run's. */
export type Model = Schema["Model"];
export type ModelPage = Schema["ModelPage"];
export type WorkerStatus = Schema["WorkerStatus"];
/** A sheet whose texts a model answers. */
export type Classification = Schema["Classification"];
export type ClassificationPage = Schema["ClassificationPage"];
export type ClassificationStatus = Schema["ClassificationStatus"];
export type ShareShown = Schema["ShareShown"];
export type PersonNamed = Schema["PersonNamed"];
export type Reproduction = Schema["Reproduction"];
/** One format of a trained model. */
export type Export = Schema["Export"];
export type Environment = Schema["Environment"];
export type Alert = Schema["Alert"];
/** A computer that trains. */
export type Machine = Schema["Worker"];
export type MachineList = Schema["WorkerList"];
export type Registration = Schema["Registration"];
export type Limits = Schema["Limits"];
export type PersonsUsage = Schema["PersonsUsage"];
/** A whole set, as the server answers with it. */
export type WholeHyperparameters = Required<Schema["Hyperparameters"]>;
export type WholePreset = Schema["PresetShown"] & { hyperparameters: WholeHyperparameters };
export type PresetVersion = Schema["PresetVersion"] & { hyperparameters: WholeHyperparameters };
export type Retention = Schema["Retention"];
export type RetentionKind = Schema["RetentionKind"];
export type RetentionPass = Schema["RetentionPass"];
export type Found = Schema["Found"];
export type Removed = Schema["Removed"];
export type AuditLine = Schema["AuditLine"];
export type AuditGroup = Schema["AuditGroup"];
export type SystemShown = Schema["SystemShown"];
export type ConsumersShown = Schema["ConsumersShown"];
export type ReadModelTold = Schema["ReadModelTold"];
export type ReplayShown = Schema["ReplayShown"];
export type ReplayAction = Schema["ReplayAction"];
export type ReplayOutcome = Schema["ReplayOutcome"];

export type Task = Schema["Task"];
export type CheckCode = Schema["CheckCode"];
export type Severity = Schema["Severity"];
export type ProblemItem = Schema["ProblemItem"];
export type ColumnShown = Schema["ColumnShown"];
export type SheetShown = Schema["SheetShown"];
export type UploadedDataset = Schema["UploadedDataset"];
export type VersionReport = Schema["VersionReport"];
export type Finding = Schema["FindingShown"];
export type Action = Schema["ActionShown"];
export type StepShown = Schema["StepShown"];
export type Step = StepShown["step"];
export type LabelCount = Schema["LabelCount"];
export type NewReading = Schema["NewReading"];
export type Draft = Schema["Draft"];
export type DraftChange = Schema["DraftChange"];
/** What has a default may be left out of these, whatever the generated types say. */
export type NewRun = Schema["NewRun"];
export type NewEstimate = Schema["NewEstimate"];
export type Hyperparameters = Schema["Hyperparameters"];
export type PresetShown = Schema["PresetShown"];
export type PresetEstimate = Schema["PresetEstimate"];
export type BaseModelShown = Schema["BaseModelShown"];
export type SampleShown = Schema["SampleShown"];

export const STATUSES: RunStatus[] = ["queued", "running", "completed", "failed", "cancelled"];

const ENDED: ReadonlySet<RunStatus> = new Set(["completed", "failed", "cancelled"]);

/** Whether nothing can change any more. */
export function hasEnded(status: RunStatus): boolean {
  return ENDED.has(status);
}
