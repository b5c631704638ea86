#include "engine/bank/compile_pictures.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "engine/bank/image_file.hpp"
#include "engine/base/error.hpp"
#include "engine/base/parallel.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

/// Bounds the memory while the cores work side by side.
constexpr std::size_t at_once = 32;

/// Fingerprint of the sources in engine/figure: pictures drawn by others are drawn anew, so that nobody looks at what a
/// generator no longer draws.
constexpr const char* figure_sources = COLLIMATE_FIGURE_SOURCES;

struct Jobs {
    std::map<std::string, ShownFigure> stored;  ///< by key
    std::vector<ShownFigure> drawn;             ///< one draw of each that depends on it
};

Jobs jobs_of(const ExamSource& source) {
    Jobs jobs;
    for (const Item& item : source.items) {
        if (item.figures.empty()) continue;
        for (ShownFigure& shown : present(item, 0).figures) {
            if (shown.stored)
                jobs.stored.emplace(picture_key(shown), std::move(shown));
            else
                jobs.drawn.push_back(std::move(shown));
        }
    }
    return jobs;
}

std::optional<Bank> sound_bank(const fs::path& file, const std::string& exam) {
    try {
        Bank bank = Bank::open(file);
        return bank.outline().exam == exam ? std::optional(std::move(bank)) : std::nullopt;
    } catch (const Refused&) {
    } catch (const WorldFailed&) {
    }
    return std::nullopt;
}

std::optional<StoredPicture> taken_over(const std::optional<Bank>& earlier, const CompiledPicture& picture) {
    try {
        if (earlier) return earlier->stored_picture(picture.key, picture.drawn_by);
    } catch (const Refused&) {  // a damaged picture is made anew
    }
    return std::nullopt;
}

Figure made(const ShownFigure& shown, const ExamSource& source) {
    if (shown.image.empty()) return rendered(shown);
    const std::string bytes = read_image_file(source.images.at(shown.image));
    if (hash_of_image(bytes) != shown.image) throw Refused("the image file changed while it was compiled");
    return decode_image(bytes);
}

StoredPicture packed(const ShownFigure& shown, const ExamSource& source) {
    try {
        return pack_picture(made(shown, source));
    } catch (const Refused& refused) {
        throw Refused("item " + shown.item + ": its figure cannot be made: " + refused.what());
    }
}

}  // namespace

void compile_pictures(const ExamSource& source, const fs::path& earlier,
                      const std::function<void(const CompiledPicture&)>& take) {
    const Jobs jobs = jobs_of(source);
    const std::optional<Bank> before = jobs.stored.empty() ? std::nullopt : sound_bank(earlier, source.outline.exam);
    for (auto next = jobs.stored.begin(); next != jobs.stored.end();) {
        std::vector<CompiledPicture> pictures;
        std::vector<std::pair<std::size_t, const ShownFigure*>> missing;
        for (; next != jobs.stored.end() && pictures.size() < at_once; ++next) {
            CompiledPicture picture{.key = next->first, .drawn_by = next->second.image.empty() ? figure_sources : ""};
            if (auto found = taken_over(before, picture))
                picture.stored = std::move(*found);
            else
                missing.emplace_back(pictures.size(), &next->second);
            pictures.push_back(std::move(picture));
        }
        for_each_index(missing.size(),
                       [&](std::size_t i) { pictures[missing[i].first].stored = packed(*missing[i].second, source); });
        for (const CompiledPicture& picture : pictures) take(picture);
    }
    for_each_index(jobs.drawn.size(), [&](std::size_t i) { (void)packed(jobs.drawn[i], source); });
}

}  // namespace collimate
