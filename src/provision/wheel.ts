/** A TensorFlow wheel that holds the shared libraries and the headers of its C API. */
export interface Wheel {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly project: string;
  readonly version: string;
  /** What pip calls the platform. */
  readonly tag: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The libraries, as named in the wheel. */
  readonly libraries: readonly WheelFile[];
  /** Folders of headers, as named in the wheel: what the binding includes, and what that includes. */
  readonly headers: readonly string[];
  /** Oldest glibc that the libraries run with. */
  readonly glibc?: string;
}

export interface WheelFile {
  readonly name: string;
  readonly bytes: number;
}

const version = '2.21.0';

const headers = [
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/',
  'tensorflow/include/tsl/platform/',
  'tensorflow/include/xla/tsl/c/',
];

/**
 * One wheel per platform. Sizes and hashes are those of the files, and the index of the packages announces the same
 * hashes (`pip install --dry-run --report`). The Python version in a wheel does not matter: its libraries know none.
 */
export const wheels: readonly Wheel[] = [
  {
    platform: 'linux',
    arch: 'x64',
    project: 'tensorflow-cpu',
    version,
    tag: 'manylinux_2_27_x86_64',
    bytes: 273_829_956,
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    libraries: [
      { name: 'tensorflow/libtensorflow_cc.so.2', bytes: 788_086_608 },
      { name: 'tensorflow/libtensorflow_framework.so.2', bytes: 65_222_328 },
    ],
    headers,
    glibc: '2.27',
  },
  {
    platform: 'linux',
    arch: 'arm64',
    project: 'tensorflow',
    version,
    tag: 'manylinux_2_27_aarch64',
    bytes: 281_828_020,
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    libraries: [
      { name: 'tensorflow/libtensorflow_cc.so.2', bytes: 814_885_544 },
      { name: 'tensorflow/libtensorflow_framework.so.2', bytes: 68_176_664 },
    ],
    headers,
    glibc: '2.27',
  },
  {
    platform: 'darwin',
    arch: 'arm64',
    project: 'tensorflow',
    version,
    tag: 'macosx_12_0_arm64',
    bytes: 223_405_849,
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    libraries: [
      { name: 'tensorflow/libtensorflow_cc.2.dylib', bytes: 691_352_648 },
      { name: 'tensorflow/libtensorflow_framework.2.dylib', bytes: 49_452_976 },
    ],
    headers,
  },
];
