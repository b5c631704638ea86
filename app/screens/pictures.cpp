#include "app/screens/pictures.hpp"

#include <algorithm>
#include <chrono>
#include <new>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace collimate {
namespace {

/// Everything a picture depends on.
std::string key_of(const Bank& bank, const ShownFigure& shown) {
    std::string key = fmt::format("{}/{}/{}/{}/{}/{}x{}/{}", bank.hash(), shown.item, shown.place, shown.generator,
                                  shown.version, shown.size.width, shown.size.height, shown.seed);
    for (const auto& [name, value] : shown.settings) {
        if (const double* number = std::get_if<double>(&value))
            key += fmt::format("/{}={}", name, *number);
        else
            key += fmt::format("/{}={}", name, std::get<std::string>(value));
    }
    return key;
}

/// What went wrong belongs in the picture's place, not over the whole screen.
template <class Make>
PictureState made(Make make) {
    try {
        return {.figure = std::make_shared<const Figure>(make())};
    } catch (const Refused& refused) {
        return {.fault = refused.what()};
    } catch (const WorldFailed& failed) {
        return {.fault = failed.what()};
    } catch (const std::bad_alloc&) {
        return {.fault = "There is not enough memory for this picture; close other programs and come back to it."};
    }
}

bool ready(const std::future<PictureState>& coming) {
    return coming.valid() && coming.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace

PictureState Pictures::of(const Bank& bank, const ShownFigure& shown) {
    const std::string key = key_of(bank, shown);
    const auto [at, fresh] = entries_.try_emplace(key);
    Entry& entry = at->second;
    entry.asked = ++asked_;
    if (fresh && shown.stored) entry.state = made([&] { return bank.figure(shown); });
    if (fresh && !shown.stored)
        entry.coming = std::async(std::launch::async, [shown] { return made([&] { return rendered(shown); }); });
    if (fresh) drop_oldest();
    return entry.state;
}

std::uint64_t Pictures::arrived() {
    for (auto& [key, entry] : entries_) {
        if (!ready(entry.coming)) continue;
        entry.state = entry.coming.get();
        ++arrived_;
    }
    return arrived_;
}

bool Pictures::waiting() const {
    return std::any_of(entries_.begin(), entries_.end(), [](const auto& entry) { return entry.second.coming.valid(); });
}

/// One that is still being computed stays, since letting go of it would wait for it.
void Pictures::drop_oldest() {
    while (entries_.size() > most_kept) {
        auto oldest = entries_.end();
        for (auto at = entries_.begin(); at != entries_.end(); ++at)
            if (!at->second.coming.valid() && (oldest == entries_.end() || at->second.asked < oldest->second.asked))
                oldest = at;
        if (oldest == entries_.end() || oldest->second.asked == asked_) return;
        entries_.erase(oldest);
    }
}

}  // namespace collimate
