/**
 * Source of an addon that runs one TensorFlow graph per call, against TensorFlow's C API:
 *
 *   open(graphDef, config, runOptions, feeds, fetches) -> session      feeds: [{ name, type, shape }], fetches: [name]
 *   run(session, inputs, outputs)                                      typed arrays, in the order of feeds and fetches
 *   close(session)
 *
 * `run` reads the inputs where they lie if they start at a multiple of 64 bytes (TensorFlow copies others), and copies
 * every result once, into the caller's array. Nothing of a run outlives it: what tfjs-node's runSavedModel lacks, which
 * keeps one tensor for ever per input and run (measured: 100 KB a step).
 */
export const sessionAddonSource = `#include <node_api.h>
#include <tensorflow/c/c_api.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Feed {
  TF_DataType type;
  std::vector<int64_t> shape;
  size_t bytes;
};

struct Session {
  TF_Graph* graph = nullptr;
  TF_Session* session = nullptr;
  TF_Buffer* run_options = nullptr;
  std::vector<Feed> feeds;
  std::vector<TF_Output> inputs;
  std::vector<TF_Output> outputs;

  ~Session() { Close(); }

  void Close() {
    if (session != nullptr) {
      TF_Status* status = TF_NewStatus();
      TF_CloseSession(session, status);
      TF_DeleteSession(session, status);
      TF_DeleteStatus(status);
      session = nullptr;
    }
    if (graph != nullptr) TF_DeleteGraph(graph);
    graph = nullptr;
    if (run_options != nullptr) TF_DeleteBuffer(run_options);
    run_options = nullptr;
  }
};

struct StatusDeleter {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
};
using Status = std::unique_ptr<TF_Status, StatusDeleter>;

struct Bytes {
  void* data = nullptr;
  size_t size = 0;
};

napi_value Throw(napi_env env, const std::string& message) {
  napi_throw_error(env, nullptr, message.c_str());
  return nullptr;
}

bool Failed(napi_env env, const Status& status, const char* doing) {
  if (TF_GetCode(status.get()) == TF_OK) return false;
  Throw(env, std::string(doing) + ": " + TF_Message(status.get()));
  return true;
}

bool BytesOf(napi_env env, napi_value value, Bytes* bytes) {
  bool is_typed_array = false;
  if (napi_is_typedarray(env, value, &is_typed_array) != napi_ok || !is_typed_array) return false;
  napi_typedarray_type type;
  size_t length = 0;
  if (napi_get_typedarray_info(env, value, &type, &length, &bytes->data, nullptr, nullptr) != napi_ok) return false;
  const size_t width = type == napi_float64_array || type == napi_bigint64_array || type == napi_biguint64_array ? 8
                       : type == napi_int16_array || type == napi_uint16_array                                  ? 2
                       : type == napi_int32_array || type == napi_uint32_array || type == napi_float32_array    ? 4
                                                                                                                : 1;
  bytes->size = length * width;
  return true;
}

std::string StringOf(napi_env env, napi_value value) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) return "";
  std::string text(length, 0);
  napi_get_value_string_utf8(env, value, &text[0], length + 1, &length);
  return text;
}

std::vector<napi_value> ElementsOf(napi_env env, napi_value array) {
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  std::vector<napi_value> elements(length);
  for (uint32_t i = 0; i < length; ++i) napi_get_element(env, array, i, &elements[i]);
  return elements;
}

napi_value Named(napi_env env, napi_value object, const char* name) {
  napi_value value = nullptr;
  napi_get_named_property(env, object, name, &value);
  return value;
}

bool FindOutput(napi_env env, TF_Graph* graph, const std::string& name, std::vector<TF_Output>* found) {
  TF_Operation* operation = TF_GraphOperationByName(graph, name.c_str());
  if (operation == nullptr) {
    Throw(env, "the graph has no node '" + name + "'");
    return false;
  }
  found->push_back({operation, 0});
  return true;
}

void Finalize(napi_env, void* data, void*) { delete static_cast<Session*>(data); }

napi_value Open(napi_env env, napi_callback_info info) {
  size_t count = 5;
  napi_value args[5];
  napi_get_cb_info(env, info, &count, args, nullptr, nullptr);
  Bytes graph_def, config, run_options;
  if (count != 5 || !BytesOf(env, args[0], &graph_def) || !BytesOf(env, args[1], &config) ||
      !BytesOf(env, args[2], &run_options)) {
    return Throw(env, "open takes graphDef, config, runOptions, feeds, fetches");
  }
  std::unique_ptr<Session> opened(new Session());
  const Status status(TF_NewStatus());

  opened->graph = TF_NewGraph();
  TF_Buffer* definition = TF_NewBufferFromString(graph_def.data, graph_def.size);
  TF_ImportGraphDefOptions* import = TF_NewImportGraphDefOptions();
  TF_GraphImportGraphDef(opened->graph, definition, import, status.get());
  TF_DeleteImportGraphDefOptions(import);
  TF_DeleteBuffer(definition);
  if (Failed(env, status, "the graph")) return nullptr;

  TF_SessionOptions* options = TF_NewSessionOptions();
  TF_SetConfig(options, config.data, config.size, status.get());
  if (TF_GetCode(status.get()) == TF_OK) opened->session = TF_NewSession(opened->graph, options, status.get());
  TF_DeleteSessionOptions(options);
  if (Failed(env, status, "the session")) return nullptr;
  opened->run_options = TF_NewBufferFromString(run_options.data, run_options.size);

  for (napi_value feed : ElementsOf(env, args[3])) {
    if (!FindOutput(env, opened->graph, StringOf(env, Named(env, feed, "name")), &opened->inputs)) return nullptr;
    int32_t type = 0;
    napi_get_value_int32(env, Named(env, feed, "type"), &type);
    Feed described{static_cast<TF_DataType>(type), {}, TF_DataTypeSize(static_cast<TF_DataType>(type))};
    for (napi_value side : ElementsOf(env, Named(env, feed, "shape"))) {
      int64_t size = 0;
      napi_get_value_int64(env, side, &size);
      described.shape.push_back(size);
      described.bytes *= static_cast<size_t>(size);
    }
    opened->feeds.push_back(described);
  }
  for (napi_value fetch : ElementsOf(env, args[4])) {
    if (!FindOutput(env, opened->graph, StringOf(env, fetch), &opened->outputs)) return nullptr;
  }
  napi_value handle = nullptr;
  if (napi_create_external(env, opened.get(), Finalize, nullptr, &handle) != napi_ok) {
    return Throw(env, "no handle for the session");
  }
  opened.release();
  return handle;
}

Session* SessionOf(napi_env env, napi_value handle) {
  void* data = nullptr;
  if (napi_get_value_external(env, handle, &data) != napi_ok) return nullptr;
  Session* session = static_cast<Session*>(data);
  return session->session == nullptr ? nullptr : session;
}

void KeepCallersArray(void*, size_t, void*) {}

struct Tensors {
  std::vector<TF_Tensor*> all;
  ~Tensors() {
    for (TF_Tensor* tensor : all) {
      if (tensor != nullptr) TF_DeleteTensor(tensor);
    }
  }
};

napi_value Run(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value args[3];
  napi_get_cb_info(env, info, &count, args, nullptr, nullptr);
  Session* session = count == 3 ? SessionOf(env, args[0]) : nullptr;
  if (session == nullptr) return Throw(env, "run takes an open session, inputs and outputs");
  const std::vector<napi_value> given = ElementsOf(env, args[1]);
  const std::vector<napi_value> wanted = ElementsOf(env, args[2]);
  if (given.size() != session->inputs.size() || wanted.size() != session->outputs.size()) {
    return Throw(env, "the session has another number of inputs or outputs");
  }
  Tensors inputs;
  for (size_t i = 0; i < given.size(); ++i) {
    const Feed& feed = session->feeds[i];
    Bytes bytes;
    if (!BytesOf(env, given[i], &bytes) || bytes.size != feed.bytes) {
      return Throw(env, "input " + std::to_string(i) + " is no array of " + std::to_string(feed.bytes) + " bytes");
    }
    inputs.all.push_back(TF_NewTensor(feed.type, feed.shape.data(), static_cast<int>(feed.shape.size()), bytes.data,
                                      bytes.size, KeepCallersArray, nullptr));
    if (inputs.all.back() == nullptr) return Throw(env, "no memory for input " + std::to_string(i));
  }
  Tensors outputs;
  outputs.all.resize(wanted.size(), nullptr);
  const Status status(TF_NewStatus());
  TF_SessionRun(session->session, session->run_options, session->inputs.data(), inputs.all.data(),
                static_cast<int>(inputs.all.size()), session->outputs.data(), outputs.all.data(),
                static_cast<int>(outputs.all.size()), nullptr, 0, nullptr, status.get());
  if (Failed(env, status, "the graph")) return nullptr;
  for (size_t i = 0; i < wanted.size(); ++i) {
    Bytes bytes;
    const size_t size = TF_TensorByteSize(outputs.all[i]);
    if (!BytesOf(env, wanted[i], &bytes) || bytes.size != size) {
      return Throw(env, "output " + std::to_string(i) + " has " + std::to_string(size) + " bytes, the array has " +
                            std::to_string(bytes.size));
    }
    if (size > 0) std::memcpy(bytes.data, TF_TensorData(outputs.all[i]), size);
  }
  return nullptr;
}

napi_value Close(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value args[1];
  napi_get_cb_info(env, info, &count, args, nullptr, nullptr);
  Session* session = count == 1 ? SessionOf(env, args[0]) : nullptr;
  if (session != nullptr) session->Close();
  return nullptr;
}

napi_value Init(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      {"open", nullptr, Open, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"run", nullptr, Run, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"close", nullptr, Close, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  napi_define_properties(env, exports, 3, functions);
  return exports;
}

}  // namespace

NAPI_MODULE(tensorflow_session, Init)
`;
