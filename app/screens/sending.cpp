#include "app/screens/sending.hpp"

#include <algorithm>
#include <filesystem>

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

}  // namespace

void send_results(Model& model, Now now) {
    const std::filesystem::path folder = model.preferences.shared_folder;
    if (folder.empty() || !model.record) return;
    const auto tell = [&](const std::string& what) {
        model.toast = Message{.text = "Your results were not sent: " + what + " They are sent the next time.",
                              .shown_ms = now.ms};
    };
    try {
        Outbox outbox = Outbox::open(*model.record, drawn_key(model));
        std::error_code error;
        if (!std::filesystem::is_directory(folder, error))
            return tell("the shared folder " + folder.string() + " is not there.");
        (void)outbox.deliver(folder, model.preferences.class_code, now.ms);
    } catch (const Refused& refused) {
        tell(std::string(refused.what()) + ".");
    } catch (const WorldFailed& failed) {
        tell(std::string(failed.what()) + ".");
    }
}

std::string_view sending_words() {
    return "After each session a file goes into this folder: which questions you answered, what you chose, whether it "
           "was "
           "right, how long it took, and your mock exams, under a random number. Your name, notes, flags, how sure you "
           "were and your goals stay here.";
}

}  // namespace collimate
