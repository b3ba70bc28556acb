import { constants } from 'node:os';

/** What TensorFlow opens of CUDA, by the first version of TensorFlow that does so. */
interface CudaBuild {
  /** TensorFlow 2.x */
  readonly sinceMinor: number;
  readonly cuda: string;
  readonly libraries: readonly string[];
}

/**
 * The newest first. Sources: the versions in TensorFlow's own `build_info`, and the names of the libraries in NVIDIA's
 * packages of these versions. TensorFlow 2.9.1 is what tfjs-node-gpu 4.22 downloads.
 */
const BUILDS: readonly CudaBuild[] = [
  {
    sinceMinor: 18,
    cuda: 'CUDA 12.5 and cuDNN 9',
    libraries: [...cudaTwelve(), 'libcudnn.so.9'],
  },
  {
    sinceMinor: 15,
    cuda: 'CUDA 12.2 and cuDNN 8',
    libraries: [...cudaTwelve(), 'libcudnn.so.8'],
  },
  {
    sinceMinor: 5,
    cuda: 'CUDA 11.2 and cuDNN 8',
    libraries: [
      'libcudart.so.11.0',
      'libcublas.so.11',
      'libcublasLt.so.11',
      'libcufft.so.10',
      'libcusolver.so.11',
      'libcusparse.so.11',
      'libcudnn.so.8',
    ],
  },
];

function cudaTwelve(): readonly string[] {
  return [
    'libcudart.so.12',
    'libcublas.so.12',
    'libcublasLt.so.12',
    'libcufft.so.11',
    'libcusolver.so.11',
    'libcusparse.so.12',
  ];
}

/** Comes with NVIDIA's driver; a container gets it from its host. */
const DRIVER = 'libcuda.so.1';

/** Whether the linker finds a shared library. */
export type HasLibrary = (name: string) => boolean;

/**
 * Why TensorFlow built for CUDA computes on the processor, and what to do.
 *
 * @param version TensorFlow's, such as `2.9.1`
 */
export function whyNoGpu(version: string, hasLibrary: HasLibrary = opens): string {
  const about = `TensorFlow ${version} uses no GPU here: `;
  if (!hasLibrary(DRIVER)) {
    return `${about}${DRIVER} of NVIDIA's driver is missing (in a container: docker run --gpus all)`;
  }
  const minor = Number(version.split('.')[1]);
  const build = BUILDS.find(({ sinceMinor }) => minor >= sinceMinor);
  const missing = build?.libraries.filter((library) => !hasLibrary(library)) ?? [];
  if (build !== undefined && missing.length > 0) {
    return `${about}${missing.join(', ')} missing: install ${build.cuda}, or name their folder in LD_LIBRARY_PATH`;
  }
  return `${about}its driver shows none, or is too old: see nvidia-smi, and TF_CPP_MIN_LOG_LEVEL=0 for what TensorFlow says`;
}

/** Lets the linker open a library; Node, for which it is no addon, closes it again. */
function opens(name: string): boolean {
  try {
    process.dlopen({ exports: {} }, name, constants.dlopen.RTLD_LAZY);
    return true;
  } catch (error) {
    return !(error instanceof Error && error.message.includes('cannot open shared object file'));
  }
}
