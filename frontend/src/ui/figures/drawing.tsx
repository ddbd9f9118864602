/** A figure with its uncertainty and what it is held against, drawn by position on a shared scale. */
import type { JSX } from 'react';
import type { Figure } from '../../api/answers';
import { formatTick } from '../../lib/format';
import type { Axis, Mark } from './axis';

const HEIGHT = 26;
const MIDDLE = HEIGHT / 2;
const BAR = 8;
const DOT = 5;

function percent(value: number): string {
  return `${value}%`;
}

/**
 * The drawing of one figure. Shapes tell it apart without colour: a bar for the uncertainty, a dot
 * for the figure, a dashed line for all offers. Screen readers get the same in words beside it.
 */
export function Drawing({ mark, axis }: { mark: Mark; axis: Axis }): JSX.Element {
  const { value, low, high, reference } = mark;
  return (
    <svg className="drawing" width="100%" height={HEIGHT} aria-hidden="true" focusable="false">
      {axis.ticks.map((tick) => (
        <line
          key={tick}
          className="drawing-grid"
          x1={percent(axis.at(tick))}
          x2={percent(axis.at(tick))}
          y1="0"
          y2="100%"
        />
      ))}
      {low !== null && high !== null && (
        <rect
          className="drawing-interval"
          x={percent(axis.at(low))}
          width={percent(Math.max(0, axis.at(high) - axis.at(low)))}
          y={MIDDLE - BAR / 2}
          height={BAR}
          rx={BAR / 2}
        />
      )}
      {reference !== null && (
        <line
          className="drawing-reference"
          x1={percent(axis.at(reference))}
          x2={percent(axis.at(reference))}
          y1="0"
          y2="100%"
        />
      )}
      <circle className="drawing-value" cx={percent(axis.at(value))} cy={MIDDLE} r={DOT} />
    </svg>
  );
}

/** The scale's numbers, once above the rows that share it. */
export function AxisNumbers({ axis, unit }: { axis: Axis; unit: Figure['unit'] }): JSX.Element {
  return (
    <svg className="axis" width="100%" height="22" aria-hidden="true" focusable="false">
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <text
            className="axis-number"
            x={percent(axis.at(tick))}
            y="13"
            textAnchor={tick === axis.high && unit === 'DKK' ? 'end' : 'middle'}
          >
            {formatTick(tick, unit)}
          </text>
          <line
            className="axis-tick"
            x1={percent(axis.at(tick))}
            x2={percent(axis.at(tick))}
            y1="17"
            y2="22"
          />
        </g>
      ))}
    </svg>
  );
}

/** The shapes of the drawing, each named, for those who see it the first time. */
export function LegendShape({ shape }: { shape: 'value' | 'interval' | 'reference' }): JSX.Element {
  return (
    <svg className="legend-shape" width="28" height="18" aria-hidden="true" focusable="false">
      {shape === 'interval' && (
        <rect className="drawing-interval" x="2" y="5" width="24" height={BAR} rx={BAR / 2} />
      )}
      {shape === 'reference' && (
        <line className="drawing-reference" x1="14" x2="14" y1="0" y2="18" />
      )}
      {shape === 'value' && <circle className="drawing-value" cx="14" cy="9" r={DOT} />}
    </svg>
  );
}
