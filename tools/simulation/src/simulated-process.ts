/** A process of the simulation. What a killed one does afterwards never reaches the store or the law. */
export interface SimulatedProcess {
  readonly pid: number;
  readonly machine: string;
  readonly parent: SimulatedProcess | null;
  isAlive: boolean;
  /** Called once, when it is killed. */
  onKilled: () => void;
}
