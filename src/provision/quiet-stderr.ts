/**
 * Source of an addon with `hush()` and `restore()`, which turn the process's stderr off and on again.
 *
 * TensorFlow 2.21 writes two lines to file descriptor 2 from the static initialisers of its framework library ("oneDNN
 * custom operations are on"), before any level or environment variable is heeded (TF_CPP_MIN_LOG_LEVEL=3 changes
 * nothing; measured). Node cannot redirect its own descriptors, so this does, for the moment of loading.
 */
export const quietStderrSource = `#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

static int saved = -1;

static napi_value Hush(napi_env, napi_callback_info) {
  if (saved != -1) return nullptr;
  const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null == -1) return nullptr;
  saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (saved != -1) dup2(null, STDERR_FILENO);
  close(null);
  return nullptr;
}

static napi_value Restore(napi_env, napi_callback_info) {
  if (saved == -1) return nullptr;
  dup2(saved, STDERR_FILENO);
  close(saved);
  saved = -1;
  return nullptr;
}

static napi_value Init(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      {"hush", nullptr, Hush, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"restore", nullptr, Restore, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  napi_define_properties(env, exports, 2, functions);
  return exports;
}

NAPI_MODULE(quiet_stderr, Init)
`;
