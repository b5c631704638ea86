#include "app/screens/sending.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>
#include <vector>

#include "app/screens/words.hpp"
#include "engine/base/error.hpp"
#include "engine/record/outbox.hpp"

namespace collimate {
namespace {

DeviceKey drawn_key(const Model& model) {
    DeviceKey key;
    for (std::size_t at = 0; at < key.seed.size(); at += 8) {
        const std::uint64_t bits = model.new_seed();
        for (std::size_t byte = 0; byte < 8; ++byte)
            key.seed[at + byte] = static_cast<unsigned char>(bits >> (8 * byte));
    }
    return key;
}

/// Runs one step of sending; what the world refuses is its state from then on.
template <class Step>
void guarded(Model& model, Step step) {
    try {
        step();
    } catch (const Refused& refused) {
        model.courier.fail(refused.what());
        model.unsent_told = false;
    } catch (const WorldFailed& failed) {
        model.courier.fail(failed.what());
        model.unsent_told = false;
    }
}

/// Those whose answers were removed from the record since cannot be made again and are passed over.
std::vector<Parcel> parcels_of(const Model& model, const std::vector<std::string>& lacking) {
    const Outbox outbox = Outbox::open(*model.record, drawn_key(model));
    std::vector<Parcel> parcels;
    for (std::int64_t sequence = 1; sequence <= outbox.count(); ++sequence) {
        const std::string name = outbox.name_of(sequence);
        if (std::find(lacking.begin(), lacking.end(), name) == lacking.end()) continue;
        try {
            parcels.push_back({.name = name, .bytes = outbox.bytes_of(sequence)});
        } catch (const Refused&) {
        }
    }
    return parcels;
}

}  // namespace

void send_results(Model& model, Now now) {
    const std::filesystem::path folder = model.preferences.shared_folder;
    if (folder.empty() || !model.record) return;
    guarded(model, [&] {
        Outbox outbox = Outbox::open(*model.record, drawn_key(model));
        (void)outbox.make(model.preferences.class_code, now.ms);
        if (model.courier.state() == Courier::State::under_way && model.courier.folder() == folder) {
            model.send_again = true;  // a folder that hangs is not asked twice
            return;
        }
        std::vector<std::string> names;
        for (std::int64_t sequence = 1; sequence <= outbox.count(); ++sequence)
            names.push_back(outbox.name_of(sequence));
        model.courier.look(folder, std::move(names), now.ms);
    });
}

bool tend_sending(Model& model, Now now) {
    Courier& courier = model.courier;
    if (courier.state() != Courier::State::under_way) return false;
    guarded(model, [&] {
        if (const auto lacking = courier.lacking()) courier.bring(parcels_of(model, *lacking));
        if (courier.brought()) courier.end(now.ms);
    });
    if (courier.state() == Courier::State::under_way) return false;
    if (std::exchange(model.send_again, false) && courier.state() == Courier::State::done) send_results(model, now);
    return true;
}

void finish_sending(Model& model, Now now, std::int64_t most_ms) {
    using std::chrono::steady_clock;
    const auto end = steady_clock::now() + std::chrono::milliseconds(most_ms);
    for (;;) {
        tend_sending(model, now);
        if (model.courier.state() != Courier::State::under_way || steady_clock::now() >= end) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

void tell_unsent(Model& model, Now now) {
    if (model.courier.state() != Courier::State::failed || std::exchange(model.unsent_told, true)) return;
    model.toast =
        Message{.text = "Your results were not sent: " + model.courier.fault() + ". They are sent the next time.",
                .shown_ms = now.ms};
}

std::string sending_state_words(const Model& model) {
    const std::string since = clock_words(model.courier.since_ms() + model.utc_offset_ms);
    switch (model.courier.state()) {
        case Courier::State::none:
            return "";
        case Courier::State::under_way:
            return "sending since " + since;
        case Courier::State::done:
            return "sent " + since;
        case Courier::State::failed:
            return "not sent: " + model.courier.fault();
    }
    return "";
}

std::string_view sending_words() {
    return "After each session a file goes into this folder: which questions you answered, what you chose, whether it "
           "was "
           "right, how long it took, and your mock exams, under a random number. Your name, notes, flags, how sure you "
           "were and your goals stay here.";
}

}  // namespace collimate
