/** Whether a figure may be seen: the one question asked of every figure before anything else. */
import type { Figure } from '../../api/answers';

/** Whether the figure is shown, rather than hidden for its size or not measured. */
export function isShown(figure: Figure | undefined): figure is Figure & { value: number | string } {
  return figure?.suppressed.yes === false && figure.value !== null;
}
