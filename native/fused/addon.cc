// The network for Node:
//
//   kernels() -> name of the instruction set in use
//   open(inputs, layers, most, threads) -> network
//     inputs: { values: Uint8Array | Int32Array | Float32Array, size, multiply, add: number | Float32Array }
//     layers: [{ kind, ... }], see `MakeLayer`; most: rows of the largest batch
//   forward(network, rows: Int32Array, weights: [Float32Array], seeds: Int32Array, training, outputs: Float32Array)
//   backward(network, gradient: Float32Array, weights: [Float32Array], gradients: [Float32Array])
//
// `outputs` and `gradients` are written. Sizes are checked against the layers, row numbers against the data set; what does
// not fit throws.
#include <node_api.h>

#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "network.h"

namespace fused {
namespace {

struct Misfit {
  std::string why;
};

struct Array {
  napi_typedarray_type type;
  size_t length;
  void* data;
};

class Reader {
 public:
  explicit Reader(napi_env env) : env_(env) {}

  napi_value Member(napi_value object, const char* name) const {
    napi_value value = nullptr;
    if (napi_get_named_property(env_, object, name, &value) != napi_ok) throw Misfit{std::string("no ") + name};
    return value;
  }

  double Number(napi_value object, const char* name) const {
    double value = 0;
    if (napi_get_value_double(env_, Member(object, name), &value) != napi_ok) {
      throw Misfit{std::string(name) + " is no number"};
    }
    return value;
  }

  int Whole(napi_value object, const char* name) const { return static_cast<int>(Number(object, name)); }

  bool Flag(napi_value value) const {
    bool flag = false;
    if (napi_get_value_bool(env_, value, &flag) != napi_ok) throw Misfit{"a flag is no boolean"};
    return flag;
  }

  std::string Text(napi_value value) const {
    size_t length = 0;
    if (napi_get_value_string_utf8(env_, value, nullptr, 0, &length) != napi_ok) throw Misfit{"a name is no text"};
    std::string text(length, 0);
    napi_get_value_string_utf8(env_, value, &text[0], length + 1, &length);
    return text;
  }

  std::vector<napi_value> Elements(napi_value array) const {
    uint32_t length = 0;
    if (napi_get_array_length(env_, array, &length) != napi_ok) throw Misfit{"a list is no array"};
    std::vector<napi_value> elements(length);
    for (uint32_t i = 0; i < length; i++) napi_get_element(env_, array, i, &elements[i]);
    return elements;
  }

  bool IsArray(napi_value value) const {
    bool is = false;
    return napi_is_typedarray(env_, value, &is) == napi_ok && is;
  }

  Array TypedArray(napi_value value) const {
    Array array{};
    if (napi_get_typedarray_info(env_, value, &array.type, &array.length, &array.data, nullptr, nullptr) != napi_ok) {
      throw Misfit{"numbers are no typed array"};
    }
    return array;
  }

  float* Floats(napi_value value, size_t length, const char* what) const {
    const Array array = TypedArray(value);
    if (array.type != napi_float32_array || array.length != length) {
      throw Misfit{std::string(what) + " are no " + std::to_string(length) + " float32 numbers"};
    }
    return static_cast<float*>(array.data);
  }

  const int32_t* Ints(napi_value value, size_t* length) const {
    const Array array = TypedArray(value);
    if (array.type != napi_int32_array) throw Misfit{"row numbers are no int32 numbers"};
    *length = array.length;
    return static_cast<const int32_t*>(array.data);
  }

 private:
  napi_env env_;
};

// One pool for all networks of the process, never taken down: its threads sleep.
Threads& ThreadsOf(int count) {
  static std::vector<std::unique_ptr<Threads>>* pools = new std::vector<std::unique_ptr<Threads>>();
  for (const auto& pool : *pools) {
    if (pool->count() == count) return *pool;
  }
  pools->push_back(std::unique_ptr<Threads>(new Threads(count)));
  return *pools->back();
}

struct Opened {
  std::unique_ptr<Network> network;
  std::vector<size_t> weights;  // their sizes
  size_t seeds = 0;             // layers with a mask
  napi_ref values = nullptr;    // keeps the data set alive
};

void Weigh(Opened* opened, int index, size_t size) {
  if (index < 0) return;
  if (opened->weights.size() <= static_cast<size_t>(index)) opened->weights.resize(index + 1);
  opened->weights[index] = size;
}

std::unique_ptr<Layer> MakeLayer(const Reader& read, napi_value from, int most, Opened* opened) {
  const std::string kind = read.Text(read.Member(from, "kind"));
  const auto whole = [&](const char* name) { return read.Whole(from, name); };
  if (kind == "dense") {
    const DenseShape s{whole("inputs"), whole("units"), whole("weight"), whole("bias"), read.Flag(read.Member(from, "relu"))};
    Weigh(opened, s.weight, static_cast<size_t>(s.inputs) * s.units);
    Weigh(opened, s.bias, s.units);
    return MakeDense(s, most);
  }
  if (kind == "convolution") {
    const int height = whole("height"), width = whole("width");
    const Convolution v{height + whole("top") + whole("bottom"),
                        width + whole("left") + whole("right"),
                        whole("channels"),
                        whole("filterHeight"),
                        whole("filterWidth"),
                        whole("filters"),
                        whole("strideY"),
                        whole("strideX"),
                        whole("outHeight"),
                        whole("outWidth")};
    const ConvolutionShape s{v, height, width, whole("top"), whole("left"), whole("weight"), whole("bias"),
                             read.Flag(read.Member(from, "relu"))};
    Weigh(opened, s.weight, static_cast<size_t>(v.filter_height) * v.filter_width * v.channels * v.filters);
    Weigh(opened, s.bias, v.filters);
    return MakeConvolution(s, most);
  }
  if (kind == "max-pooling") {
    return MakeMaxPooling({whole("height"), whole("width"), whole("channels"), whole("poolHeight"), whole("poolWidth"),
                           whole("strideY"), whole("strideX"), whole("outHeight"), whole("outWidth")},
                          most);
  }
  if (kind == "global-average") return MakeGlobalAverage(whole("positions"), whole("channels"), most);
  if (kind == "relu") return MakeRelu(whole("size"), most);
  if (kind == "mask") {
    opened->seeds++;
    return MakeMask({whole("positions"), whole("channels"), static_cast<uint32_t>(read.Number(from, "threshold")),
                     static_cast<float>(read.Number(from, "factor")), static_cast<int>(opened->seeds) - 1},
                    most);
  }
  if (kind == "rescaling") {
    return MakeRescaling(whole("size"), static_cast<float>(read.Number(from, "scale")),
                         static_cast<float>(read.Number(from, "offset")), most);
  }
  throw Misfit{"no layer of kind " + kind};
}

Inputs InputsOf(const Reader& read, napi_value from) {
  const Array values = read.TypedArray(read.Member(from, "values"));
  Inputs inputs{};
  inputs.size = static_cast<size_t>(read.Number(from, "size"));
  if (values.type == napi_uint8_array) inputs.type = Inputs::Type::kBytes;
  else if (values.type == napi_int32_array) inputs.type = Inputs::Type::kInts;
  else if (values.type == napi_float32_array) inputs.type = Inputs::Type::kFloats;
  else throw Misfit{"values are of another type"};
  if (inputs.size == 0) throw Misfit{"an example has no values"};
  inputs.values = values.data;
  inputs.rows = values.length / inputs.size;
  const napi_value multiply = read.Member(from, "multiply"), add = read.Member(from, "add");
  inputs.multiplyAll = read.IsArray(multiply) ? 1 : read.Number(from, "multiply");
  inputs.addAll = read.IsArray(add) ? 0 : read.Number(from, "add");
  if (!read.IsArray(multiply) && !read.IsArray(add)) return inputs;
  const auto each = [&](napi_value value, double all) {
    if (!read.IsArray(value)) return std::vector<float>(inputs.size, static_cast<float>(all));
    const float* given = read.Floats(value, inputs.size, "scales");
    return std::vector<float>(given, given + inputs.size);
  };
  inputs.multiply = each(multiply, inputs.multiplyAll);
  inputs.add = each(add, inputs.addAll);
  return inputs;
}

void Finalize(napi_env env, void* data, void*) {
  Opened* opened = static_cast<Opened*>(data);
  if (opened->values != nullptr) napi_delete_reference(env, opened->values);
  delete opened;
}

// What a function of the addon does; what it throws becomes an exception of JavaScript.
template <size_t N, typename Body>
napi_value Call(napi_env env, napi_callback_info info, const Body& body) {
  size_t count = N;
  napi_value args[N];
  napi_get_cb_info(env, info, &count, args, nullptr, nullptr);
  try {
    if (count != N) throw Misfit{"another number of arguments"};
    return body(Reader(env), args);
  } catch (const Misfit& misfit) {
    napi_throw_error(env, nullptr, misfit.why.c_str());
  } catch (const std::exception& failure) {
    napi_throw_error(env, nullptr, failure.what());
  }
  return nullptr;
}

napi_value KernelsName(napi_env env, napi_callback_info) {
  napi_value name = nullptr;
  napi_create_string_utf8(env, fastestKernels().name, NAPI_AUTO_LENGTH, &name);
  return name;
}

napi_value Open(napi_env env, napi_callback_info info) {
  return Call<4>(env, info, [&](const Reader& read, napi_value* args) {
    int32_t most = 0, threads = 0;
    napi_get_value_int32(env, args[2], &most);
    napi_get_value_int32(env, args[3], &threads);
    if (most < 1) throw Misfit{"a batch needs a row"};
    std::unique_ptr<Opened> opened(new Opened());
    Inputs inputs = InputsOf(read, args[0]);
    std::vector<std::unique_ptr<Layer>> layers;
    size_t width = inputs.size;
    for (napi_value from : read.Elements(args[1])) {
      layers.push_back(MakeLayer(read, from, most, opened.get()));
      if (layers.back()->inputs() != width) throw Misfit{"a layer does not fit the one before"};
      width = layers.back()->outputs();
    }
    if (layers.empty()) throw Misfit{"there is no layer"};
    opened->network.reset(new Network(fastestKernels(), ThreadsOf(threads), std::move(inputs), std::move(layers), most));
    napi_create_reference(env, read.Member(args[0], "values"), 1, &opened->values);
    napi_value handle = nullptr;
    if (napi_create_external(env, opened.get(), Finalize, nullptr, &handle) != napi_ok) throw Misfit{"no handle"};
    opened.release();
    return handle;
  });
}

Opened& OpenedOf(napi_env env, napi_value handle) {
  void* data = nullptr;
  if (napi_get_value_external(env, handle, &data) != napi_ok) throw Misfit{"that is no network"};
  return *static_cast<Opened*>(data);
}

template <typename Pointer>
std::vector<Pointer> ArraysOf(const Reader& read, napi_value list, const std::vector<size_t>& sizes) {
  const std::vector<napi_value> elements = read.Elements(list);
  if (elements.size() != sizes.size()) throw Misfit{"the network has another number of weights"};
  std::vector<Pointer> pointers;
  for (size_t i = 0; i < sizes.size(); i++) pointers.push_back(read.Floats(elements[i], sizes[i], "weights"));
  return pointers;
}

napi_value Forward(napi_env env, napi_callback_info info) {
  return Call<6>(env, info, [&](const Reader& read, napi_value* args) -> napi_value {
    Opened& opened = OpenedOf(env, args[0]);
    Network& network = *opened.network;
    size_t count = 0, words = 0;
    const int32_t* rows = read.Ints(args[1], &count);
    const auto weights = ArraysOf<const float*>(read, args[2], opened.weights);
    const int32_t* seeds = read.Ints(args[3], &words);
    const bool training = read.Flag(args[4]);
    if (count < 1 || count > static_cast<size_t>(network.most())) throw Misfit{"a batch of another size"};
    if (training && words != 4 * opened.seeds) throw Misfit{"another number of seeds"};
    for (size_t i = 0; i < count; i++) {
      if (rows[i] < 0 || static_cast<size_t>(rows[i]) >= network.examples()) throw Misfit{"there is no such row"};
    }
    float* outputs = read.Floats(args[5], count * network.outputs(), "outputs");
    const float* computed = network.Forward(rows, static_cast<int>(count), weights, seeds, training);
    std::memcpy(outputs, computed, count * network.outputs() * sizeof(float));
    return nullptr;
  });
}

napi_value Backward(napi_env env, napi_callback_info info) {
  return Call<4>(env, info, [&](const Reader& read, napi_value* args) -> napi_value {
    Opened& opened = OpenedOf(env, args[0]);
    Network& network = *opened.network;
    const float* gradient = read.Floats(args[1], network.rows() * network.outputs(), "gradients of the outputs");
    const auto weights = ArraysOf<const float*>(read, args[2], opened.weights);
    const auto gradients = ArraysOf<float*>(read, args[3], opened.weights);
    network.Backward(gradient, weights, gradients);
    return nullptr;
  });
}

napi_value Init(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      {"kernels", nullptr, KernelsName, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"open", nullptr, Open, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"forward", nullptr, Forward, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"backward", nullptr, Backward, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  napi_define_properties(env, exports, sizeof(functions) / sizeof(functions[0]), functions);
  return exports;
}

}  // namespace
}  // namespace fused

NAPI_MODULE(fused_step, fused::Init)
