import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { type Token, tokens } from "../theme";
import classes from "./LiveChart.module.css";

export interface Series {
  label: string;
  /** One value a point of `xs`; null where the line has ended. */
  values: (number | null)[];
  color: Extract<Token, `--data-${string}`>;
  /** Whether the line is broken; as lengths of strokes and gaps where several are, each in its own way. */
  dashed?: boolean | number[];
}

interface Props {
  /** What the picture shows, for those who cannot see it. */
  label: string;
  xLabel: string;
  xs: number[];
  /** The x axis ends here even before there are points. */
  xMax: number;
  series: Series[];
  /** Fixes the y axis to 0–1; else it begins at 0 and fits. */
  share?: boolean;
  formatY: (value: number) => string;
  height?: number;
}

const FONT = "13px 'Inter Variable', system-ui, sans-serif";
const WHOLE_STEPS = [1, 2, 5]
  .flatMap((step) => [1, 10, 100, 1e3, 1e4, 1e5].map((tens) => step * tens))
  .sort(byNumber);
/** From here on figures below the axis take more room. */
const MANY = 1_000;
/** Of more, each would hide the next. */
const MOST_DOTS = 100;

function byNumber(one: number, other: number): number {
  return one - other;
}

/** Lines over whole x values, drawn on a canvas; new points redraw it without rebuilding it. */
export function LiveChart(props: Props) {
  const scheme = useComputedColorScheme("light");
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { label, xMax, series, xs } = props;
  const shape = `${scheme}/${xMax}/${hasDots(props)}/${series.map((one) => one.label).join("/")}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: points alone must not rebuild the plot; `shape` names what does.
  useEffect(() => {
    const node = holder.current;
    if (node === null) return;
    const built = new uPlot(optionsOf(latest.current, scheme, node), dataOf(latest.current), node);
    const resize = () => built.setSize({ width: node.clientWidth, height: built.height });
    const observer = new ResizeObserver(resize);
    observer.observe(node);
    plot.current = built;
    return () => {
      observer.disconnect();
      built.destroy();
    };
  }, [shape]);

  useEffect(() => {
    plot.current?.setData([xs, ...series.map((one) => one.values)]);
  }, [xs, series]);

  return (
    <div className={classes.figure}>
      {series.length > 1 && <Legend series={series} />}
      <div ref={holder} className={classes.plot} role="img" aria-label={label} />
    </div>
  );
}

function Legend({ series }: { series: Series[] }) {
  return (
    <ul className={classes.legend}>
      {series.map(({ label, color, dashed }) => (
        <li key={label}>
          <span
            className={classes.sample}
            data-dashed={Boolean(dashed)}
            style={{ "--line": `var(${color})` } as React.CSSProperties}
          />
          {label}
        </li>
      ))}
    </ul>
  );
}

function dataOf({ xs, series }: Props): uPlot.AlignedData {
  return [xs, ...series.map(({ values }) => values)];
}

function optionsOf(props: Props, scheme: "light" | "dark", node: HTMLElement): uPlot.Options {
  const palette = tokens[scheme];
  const axis = axisOf(palette["--mantine-color-dimmed"], palette["--chart-grid"]);
  return {
    width: node.clientWidth,
    height: props.height ?? 240,
    padding: [12, props.xMax < MANY ? 12 : 28, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [0.5, Math.max(props.xMax, 1) + 0.5] },
      y: { range: props.share ? [0, 1] : (_plot, _low, high) => [0, Math.max(high, 0.1) * 1.08] },
    },
    axes: [
      {
        ...axis,
        incrs: WHOLE_STEPS,
        space: props.xMax < MANY ? 28 : 64,
        label: props.xLabel,
        labelFont: FONT,
        labelSize: 22,
        size: 30,
      },
      { ...axis, size: 56, values: (_plot, ticks) => ticks.map(props.formatY) },
    ],
    series: [
      {},
      ...props.series.map((one) => lineOf(one, palette[one.color], isFilled(props), hasDots(props))),
    ],
  };
}

function hasDots({ xs }: Props): boolean {
  return xs.length <= MOST_DOTS;
}

/** Several surfaces above each other would hide what they are about. */
function isFilled({ share = false, series }: Props): boolean {
  return share && series.length === 1;
}

function axisOf(ink: string, grid: string): uPlot.Axis {
  return { stroke: ink, font: FONT, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
}

function lineOf({ label, dashed }: Series, color: string, filled: boolean, dots: boolean): uPlot.Series {
  return {
    label,
    stroke: color,
    width: dots ? 2.5 : 1.5,
    points: { show: dots, size: 8, fill: color },
    ...(dashed && { dash: dashed === true ? [8, 6] : dashed }),
    // The last two digits are the opacity.
    ...(filled && { fill: `${color}1c` }),
  };
}
