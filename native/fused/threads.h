// A few threads that wait for parts of a step. Between the parts of one step they spin, as a step takes less time than
// waking a thread would, many times over; between steps they sleep.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace fused {

class Threads {
 public:
  explicit Threads(int count) : count_(count < 1 ? 1 : count) {
    for (int i = 1; i < count_; i++) std::thread([this] { Work(); }).detach();
  }

  int count() const { return count_; }

  // Calls part(i) for i in [0, parts) and returns when all are done. Who is free takes the next part: where another
  // process has the cores, the caller does not wait for threads that do not get to run.
  void Run(int parts, const std::function<void(int)>& part) {
    if (parts <= 1 || count_ == 1) {
      for (int i = 0; i < parts; i++) part(i);
      return;
    }
    part_.store(&part, std::memory_order_relaxed);
    parts_.store(parts, std::memory_order_relaxed);
    done_.store(0, std::memory_order_relaxed);
    const uint64_t turn = ((turns_.load(std::memory_order_relaxed) >> 32) + 1) & 0xffffffff;
    turns_.store(turn << 32, std::memory_order_seq_cst);
    if (asleep_.load(std::memory_order_seq_cst) > 0) {
      { std::lock_guard<std::mutex> lock(mutex_); }
      wake_.notify_all();
    }
    TakeParts(turn);
    for (int spins = 0; done_.load(std::memory_order_acquire) < parts; spins++) Pause(spins);
  }

  // Splits [0, size) into at most one range per thread, none shorter than `least`, each starting at a multiple of `step`.
  void Split(int size, int least, int step, const std::function<void(int, int)>& range) {
    const int units = (size + step - 1) / step;
    int parts = least > 0 ? size / least : size;
    parts = parts < 1 ? 1 : parts > count_ ? count_ : parts;
    parts = parts > units ? units : parts;
    Run(parts, [&](int i) {
      const int begin = static_cast<int>(static_cast<long>(units) * i / parts) * step;
      const int end = static_cast<int>(static_cast<long>(units) * (i + 1) / parts) * step;
      range(begin, end < size ? end : size);
    });
  }

 private:
  static constexpr int kSpins = 20000;  // about 0.2 to 0.5 ms: what lies between two parts, and between two short steps

  static void Pause(int spins) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
    if (spins % 256 == 255) std::this_thread::yield();  // where there are more threads than free cores
  }

  // Takes parts of this turn as long as there are any. What is read of the turn before its part is taken may be of a later
  // one; then the taking fails, and nothing of it is used.
  void TakeParts(uint64_t turn) {
    uint64_t state = turns_.load(std::memory_order_acquire);
    while (state >> 32 == turn) {
      const int next = static_cast<int>(state & 0xffffffff);
      const auto* part = part_.load(std::memory_order_relaxed);
      if (next >= parts_.load(std::memory_order_relaxed)) return;
      if (!turns_.compare_exchange_weak(state, state + 1, std::memory_order_acq_rel)) continue;
      (*part)(next);
      done_.fetch_add(1, std::memory_order_release);
      state = turns_.load(std::memory_order_acquire);
    }
  }

  void Work() {
    uint64_t seen = 0;
    const auto newTurn = [&](std::memory_order order) { return turns_.load(order) >> 32 != seen; };
    for (;;) {
      for (int spins = 0; !newTurn(std::memory_order_acquire) && spins < kSpins; spins++) Pause(spins);
      if (!newTurn(std::memory_order_acquire)) {
        std::unique_lock<std::mutex> lock(mutex_);
        asleep_.fetch_add(1, std::memory_order_seq_cst);
        wake_.wait(lock, [&] { return newTurn(std::memory_order_seq_cst); });
        asleep_.fetch_sub(1, std::memory_order_seq_cst);
      }
      seen = turns_.load(std::memory_order_acquire) >> 32;
      TakeParts(seen);
    }
  }

  const int count_;
  std::atomic<const std::function<void(int)>*> part_{nullptr};
  std::atomic<int> parts_{0};
  std::atomic<int> done_{0};
  std::atomic<uint64_t> turns_{0};  // number of the turn, and of its next part
  std::atomic<int> asleep_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
};

}  // namespace fused
