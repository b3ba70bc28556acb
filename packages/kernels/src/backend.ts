export {
  chooseBackend,
  type ChooseBackendOptions,
  type ChosenBackend,
} from './backend/choose-backend.ts';
