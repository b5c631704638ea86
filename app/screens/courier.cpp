#include "app/screens/courier.hpp"

#include <chrono>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

/// Unlike that of std::async, whose destructor waits.
template <class Work>
std::future<std::invoke_result_t<Work>> set_going(Work work) {
    std::packaged_task<std::invoke_result_t<Work>()> task(std::move(work));
    auto result = task.get_future();
    try {
        std::thread(std::move(task)).detach();
    } catch (const std::system_error&) {
        throw WorldFailed("this computer is too busy to begin anything more");
    }
    return result;
}

template <class Result>
bool has_come(const std::future<Result>& coming) {
    return coming.valid() && coming.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

std::vector<std::string> lacking_in(const fs::path& folder, const std::vector<std::string>& names) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) throw WorldFailed("the shared folder " + folder.string() + " is not there");
    std::vector<std::string> lacking;
    for (const std::string& name : names)
        if (!fs::exists(folder / name, error)) lacking.push_back(name);
    return lacking;
}

}  // namespace

Courier& Courier::operator=(Courier&& other) noexcept {
    give_up();
    state_ = other.state_;
    since_ms_ = other.since_ms_;
    fault_ = std::move(other.fault_);
    folder_ = std::move(other.folder_);
    given_up_ = std::move(other.given_up_);
    looking_ = std::move(other.looking_);
    bringing_ = std::move(other.bringing_);
    return *this;
}

Courier::~Courier() { give_up(); }

void Courier::look(const fs::path& folder, std::vector<std::string> names, TimeMs now_ms) {
    give_up();
    looking_ = set_going([folder, names = std::move(names)] { return lacking_in(folder, names); });
    state_ = State::under_way;
    since_ms_ = now_ms;
    folder_ = folder;
    given_up_ = std::make_shared<std::atomic<bool>>(false);
}

std::optional<std::vector<std::string>> Courier::lacking() {
    if (!has_come(looking_)) return std::nullopt;
    return looking_.get();
}

void Courier::bring(std::vector<Parcel> parcels) {
    bringing_ = set_going([folder = folder_, given_up = given_up_, parcels = std::move(parcels)] {
        for (const Parcel& parcel : parcels)
            if (!*given_up) write_whole(folder / parcel.name, parcel.bytes);
    });
}

bool Courier::brought() {
    if (!has_come(bringing_)) return false;
    bringing_.get();
    return true;
}

void Courier::end(TimeMs now_ms) {
    state_ = State::done;
    since_ms_ = now_ms;
}

void Courier::fail(std::string why) {
    give_up();
    state_ = State::failed;
    fault_ = std::move(why);
}

void Courier::give_up() {
    if (given_up_) *given_up_ = true;
    given_up_.reset();
    looking_ = {};
    bringing_ = {};
    state_ = State::none;
}

}  // namespace collimate
