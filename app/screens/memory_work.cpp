#include "app/screens/memory_work.hpp"

#include <new>
#include <system_error>
#include <utility>

namespace collimate {

MemoryWork::MemoryWork(MemoryLog log)
    : thread_([this, log = std::move(log)](const std::stop_token& stop) {
          try {
              result_ = fit_memory(log, [&](double share) {
                  share_ = share;
                  return !stop.stop_requested();
              });
          } catch (const std::bad_alloc&) {     // the defaults, or the parameters before, go on
          } catch (const std::system_error&) {  // no thread to be had
          }
          done_ = true;
      }) {}

}  // namespace collimate
