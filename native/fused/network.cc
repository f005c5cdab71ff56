#include "network.h"

#include <algorithm>

namespace fused {
namespace {

size_t Widest(const std::vector<std::unique_ptr<Layer>>& layers) {
  size_t most = 0;
  for (const auto& layer : layers) most = std::max({most, layer->inputs(), layer->outputs()});
  return most;
}

template <typename Value>
void CopyScaled(const Value* from, size_t size, const Inputs& inputs, float* to) {
  if (inputs.multiply.empty()) {
    for (size_t i = 0; i < size; i++) to[i] = static_cast<float>(from[i] * inputs.multiplyAll + inputs.addAll);
  } else {
    for (size_t i = 0; i < size; i++) {
      to[i] = static_cast<float>(from[i] * static_cast<double>(inputs.multiply[i]) + static_cast<double>(inputs.add[i]));
    }
  }
}

}  // namespace

Network::Network(const Kernels& kernels, Threads& threads, Inputs inputs, std::vector<std::unique_ptr<Layer>> layers,
                 int most)
    : kernels_(kernels),
      threads_(threads),
      inputs_(std::move(inputs)),
      layers_(std::move(layers)),
      most_(most),
      x_(most * inputs_.size),
      dy_(most * Widest(layers_)),
      dx_(most * Widest(layers_)),
      seen_(layers_.size()) {
  if (inputs_.type != Inputs::Type::kBytes || !inputs_.multiply.empty()) return;
  for (int i = 0; i < 256; i++) byteValues_.push_back(static_cast<float>(i * inputs_.multiplyAll + inputs_.addAll));
}

void Network::Gather(const int32_t* rows, int begin, int end) {
  const size_t size = inputs_.size;
  const size_t width = inputs_.type == Inputs::Type::kBytes ? 1 : 4;
  const char* values = static_cast<const char*>(inputs_.values);
  const auto start = [&](int i) { return values + static_cast<size_t>(rows[i]) * size * width; };
  const bool asIs = inputs_.multiply.empty() && inputs_.multiplyAll == 1 && inputs_.addAll == 0;
  constexpr int ahead = 8;  // rows of a shuffled batch lie anywhere: they are asked for early
  for (int i = begin; i < end; i++) {
    if (i + ahead < end) {
      const char* next = start(i + ahead);
      for (size_t at = 0; at < std::min<size_t>(size * width, 1024); at += 64) __builtin_prefetch(next + at);
    }
    float* to = x_.get() + static_cast<size_t>(i) * size;
    if (!byteValues_.empty()) {
      const uint8_t* from = reinterpret_cast<const uint8_t*>(start(i));
      for (size_t j = 0; j < size; j++) to[j] = byteValues_[from[j]];
    } else if (inputs_.type == Inputs::Type::kBytes) {
      CopyScaled(reinterpret_cast<const uint8_t*>(start(i)), size, inputs_, to);
    } else if (inputs_.type == Inputs::Type::kInts) {
      CopyScaled(reinterpret_cast<const int32_t*>(start(i)), size, inputs_, to);
    } else if (asIs) {
      const float* from = reinterpret_cast<const float*>(start(i));
      std::copy(from, from + size, to);
    } else {
      CopyScaled(reinterpret_cast<const float*>(start(i)), size, inputs_, to);
    }
  }
}

const float* Network::Forward(const int32_t* rows, int count, const std::vector<const float*>& weights,
                              const int32_t* seeds, bool training) {
  rows_ = count;
  const int least = static_cast<int>(std::max<size_t>(1, 16'384 / inputs_.size));
  threads_.Split(count, least, 1, [&](int begin, int end) { Gather(rows, begin, end); });
  const std::vector<float*> none;
  const Context context{kernels_, threads_, weights, none, seeds, count, training};
  const float* x = x_.get();
  for (size_t i = 0; i < layers_.size(); i++) {
    seen_[i] = x;
    x = layers_[i]->Forward(context, x);
  }
  return x;
}

void Network::Backward(const float* gradient, const std::vector<const float*>& weights,
                       const std::vector<float*>& gradients) {
  const Context context{kernels_, threads_, weights, gradients, nullptr, rows_, true};
  size_t first = 0;  // layers before the first that has weights need no gradient
  while (first < layers_.size() && !layers_[first]->trained()) first++;
  float* dy = dy_.get();
  float* dx = dx_.get();
  std::copy(gradient, gradient + rows_ * outputs(), dy);
  for (size_t i = layers_.size(); i-- > first;) {
    layers_[i]->Backward(context, seen_[i], dy, i > first ? dx : nullptr);
    std::swap(dy, dx);
  }
}

}  // namespace fused
