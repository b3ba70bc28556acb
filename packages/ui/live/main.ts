import { brushAxes } from './brush-axes.ts';
import { keepLive } from './keep-live.ts';
import { tellChosen } from './tell-chosen.ts';

brushAxes();
tellChosen();
keepLive();
