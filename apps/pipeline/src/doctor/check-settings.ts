import { shownSetting } from '../errors.ts';
import { failed, ok, PURPOSES, type Check } from './finding.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** Every setting that cannot be used, or where those that are set come from. */
export const settingsCheck: Check = {
  name: 'settings',
  purposes: PURPOSES,
  async find({ read }) {
    if (read.problems.length > 0) {
      return read.problems.map(({ setting, value, expected }) =>
        failed(
          `${setting}=${shownSetting(setting, value)}: ${expected}`,
          `correct it in .env or the environment; ${lfCommand('settings')} lists what each accepts`,
        ),
      );
    }
    const origins = Object.values(read.sources).map(({ from }) => from);
    const counts = [...new Set(origins)].map(
      (from) => `${origins.filter((each) => each === from).length} from ${from}`,
    );
    return [
      ok(
        `${counts.length === 0 ? 'all are defaults' : counts.join(', ')} (${lfCommand('settings', '--set')})`,
      ),
    ];
  },
};
