// Which of the compiled kernels this processor can run.
#include "kernels.h"

namespace fused {

#if defined(__x86_64__)
extern const Kernels kernels_v4, kernels_v3, kernels_v2;

const Kernels& fastestKernels() {
  __builtin_cpu_init();
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  return v4 ? kernels_v4 : v3 ? kernels_v3 : kernels_v2;
}
#else
extern const Kernels kernels_plain;

const Kernels& fastestKernels() { return kernels_plain; }
#endif

}  // namespace fused
