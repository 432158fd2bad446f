import { pinched, zoomed, type EpochRange } from './range.ts';

/** What gestures control. */
export interface GestureTarget {
  /** The epochs shown now. */
  view: () => EpochRange;
  /** How many epochs there are. */
  epochs: () => number;
  /** Moves the cursor, in CSS pixels from the chart's left. */
  moveCursor: (left: number) => void;
  /** Shows other epochs during a gesture. */
  show: (range: EpochRange) => void;
  /** The gesture has ended. */
  settle: () => void;
  /** Shows all epochs. */
  reset: () => void;
}

/** A second tap within this time and distance is a double tap. */
const DOUBLE_MS = 300;
const DOUBLE_PX = 24;
/** A finger that moved further isn't tapping. */
const TAP_PX = 10;
/** Time without a wheel event after which the gesture has ended. */
const WHEEL_MS = 250;
const WHEEL_SPEED = 0.01;
/** The largest change per wheel event. */
const WHEEL_MOST = 40;

interface Finger {
  /** From the chart's left, in CSS pixels. */
  down: number;
  now: number;
  moved: boolean;
}

/**
 * One finger moves the cursor, two zoom and pan, a double tap shows everything; the wheel zooms with Ctrl, like a pinch on
 * a trackpad. Vertical moves still scroll the page, as set in the style sheet.
 *
 * @returns how to stop.
 */
export function listenToGestures(element: HTMLElement, target: GestureTarget): () => void {
  const fingers = new Map<number, Finger>();
  let start = target.view();
  let lastTap = { at: -Infinity, left: 0 };
  let wheel: ReturnType<typeof setTimeout> | undefined;
  const leftOf = (event: MouseEvent) => event.clientX - element.getBoundingClientRect().left;

  const down = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') return;
    const left = leftOf(event);
    fingers.set(event.pointerId, { down: left, now: left, moved: false });
    if (fingers.size === 1) target.moveCursor(left);
    else {
      start = target.view();
      for (const finger of fingers.values()) Object.assign(finger, { down: finger.now, moved: true });
    }
  };
  const move = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    if (finger === undefined) return;
    finger.now = leftOf(event);
    finger.moved ||= Math.abs(finger.now - finger.down) > TAP_PX;
    const [one, other] = [...fingers.values()];
    if (one === undefined) return;
    if (other === undefined) {
      target.moveCursor(one.now);
      return;
    }
    const share = (left: number) => left / element.clientWidth;
    target.show(
      pinched(start, [share(one.down), share(other.down)], [share(one.now), share(other.now)], target.epochs()),
    );
  };
  const up = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    if (finger === undefined) return;
    if (fingers.size === 2) target.settle();
    fingers.delete(event.pointerId);
    if (event.type === 'pointercancel' || finger.moved) return;
    const again = event.timeStamp - lastTap.at < DOUBLE_MS && Math.abs(finger.now - lastTap.left) < DOUBLE_PX;
    lastTap = { at: again ? -Infinity : event.timeStamp, left: finger.now };
    if (again) target.reset();
  };
  const turn = (event: WheelEvent) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const view = target.view();
    const around = view.from + (leftOf(event) / element.clientWidth) * (view.to - view.from);
    const by = Math.max(-WHEEL_MOST, Math.min(WHEEL_MOST, event.deltaY));
    target.show(zoomed(view, Math.exp(by * WHEEL_SPEED), around, target.epochs()));
    clearTimeout(wheel);
    wheel = setTimeout(target.settle, WHEEL_MS);
  };

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('wheel', turn, { passive: false });
  return () => {
    clearTimeout(wheel);
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('wheel', turn);
  };
}
