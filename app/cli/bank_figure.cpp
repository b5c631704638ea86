// Looking at figures: those of a bank's questions, and settings an author tries out.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>

#include "app/cli/bank_commands.hpp"
#include "app/cli/context.hpp"
#include "engine/bank/bank.hpp"
#include "engine/bank/read_figure.hpp"
#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/figure/raster.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

std::string measures_of(const Figure& figure) {
    std::string text = fmt::format("{} x {} pixels", figure.width, figure.height);
    if (figure.frames > 1) text += fmt::format(", {} frames of {:g} ms", figure.frames, figure.frame_ms);
    if (figure.mm_per_pixel) text += fmt::format(", {:g} mm a pixel", *figure.mm_per_pixel);
    return text;
}

/// The window of this name; the first where none is named.
std::size_t window_of(const Figure& figure, const std::string& name) {
    if (name.empty()) return 0;
    std::string known;
    for (std::size_t i = 0; i < figure.windows.size(); ++i) {
        if (figure.windows[i].name == name) return i;
        if (!figure.windows[i].name.empty()) known += (known.empty() ? "" : ", ") + figure.windows[i].name;
    }
    throw Refused(fmt::format("the figure has no window \"{}\"; {}", name,
                              known.empty() ? "leave the option out" : "it has: " + known));
}

void write_picture(const Figure& figure, const std::string& window, const fs::path& output) {
    check_target(output);
    write_whole(output, to_png(contact_sheet(figure, window_of(figure, window))));
    fmt::print("{}: {}\n", output.string(), measures_of(figure));
    for (const FigurePart& part : figure.parts) {
        const Spot middle = middle_of(part.region);
        fmt::print("  part {:<24} about {:.0f} {:.0f} percent, {:.1f} percent of the picture\n", part.name,
                   100 * middle.x, 100 * middle.y, 100 * area_of(part.region));
    }
}

// ---------------------------------------------------------------- figure

struct FigureOptions {
    fs::path file;
    std::string item;
    int place = 1;
    std::uint64_t seed = 0;
    std::string window;
    fs::path output;
};

void show_figure(const FigureOptions& options) {
    const Bank bank = Bank::open(options.file);
    const Instance instance = present(bank.item(options.item), options.seed);
    if (options.place > static_cast<int>(instance.figures.size()))
        throw Refused(
            fmt::format("item {} has {} figures; --place counts them from 1", options.item, instance.figures.size()));
    const ShownFigure& shown = instance.figures[static_cast<std::size_t>(options.place) - 1];
    write_picture(bank.figure(shown), options.window, options.output);
    fmt::print("  {}\n", shown.alt);
}

void add_figure(CLI::App& bank) {
    auto options = std::make_shared<FigureOptions>();
    CLI::App* command = bank.add_subcommand("figure", "Write the figure of a question as a PNG file");
    command->add_option("FILE", options->file, "Bank file")->required();
    command->add_option("ITEM", options->item, "Item id, e.g. ct-ip-0001")->required();
    command->add_option("-o,--output", options->output, "OUT.png; the frames of a cine loop stand side by side")
        ->required();
    command->add_option("--place", options->place, "Which of several figures, from 1")->check(CLI::Range(1, 4));
    command->add_option("--seed", options->seed, "Which draw, where numbers are drawn")->check(seed_fault);
    command->add_option("--window", options->window, "Gray window by name; without it the one it opens with");
    command->callback([options] { show_figure(*options); });
}

// ---------------------------------------------------------------- render

struct RenderOptions {
    fs::path file;
    std::string generator;
    std::vector<std::string> with;
    std::vector<int> size;
    std::uint64_t seed = 0;
    std::string window;
    fs::path output;
};

/// `name=value`: a number where it is one, else a word.
void add_setting(const std::string& text, FigureSettings& settings) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) throw Refused("\"" + text + "\" is no setting; write name=value");
    const std::string value = text.substr(equals + 1);
    double number = 0.0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool numeric = error == std::errc{} && end == value.data() + value.size();
    settings[text.substr(0, equals)] = numeric ? FigureValue(number) : FigureValue(value);
}

ShownFigure figure_of_file(const fs::path& file) {
    Diagnostics diagnostics;
    const auto figure = read_figure_file(file, diagnostics);
    for (const Diagnostic& finding : diagnostics) fmt::print(stderr, "{}\n", to_line(finding));
    if (!figure) throw Refused(file.string() + ": the figure cannot be drawn; mend the faults named above");
    if (figure->image) throw Refused(file.string() + ": it names an image file; look at that itself");
    return figures_at(Item{.id = figure->name, .figures = {*figure}}, {})[0];
}

ShownFigure figure_by_name(const std::string& name) {
    const Generator* generator = find_generator(name);
    if (!generator) throw Refused("there is no generator " + name + "; bank generators lists them");
    return {.item = name, .generator = name, .version = generator->version, .size = generator->usual};
}

void render(const RenderOptions& options) {
    if (options.file.empty() == options.generator.empty())
        throw Refused("name a file of figures/ or --generator NAME, one of the two");
    ShownFigure shown = options.file.empty() ? figure_by_name(options.generator) : figure_of_file(options.file);
    for (const std::string& setting : options.with) add_setting(setting, shown.settings);
    if (!options.size.empty()) shown.size = {options.size[0], options.size[1]};
    if (options.seed > 0) shown.seed = options.seed;
    write_picture(rendered(shown), options.window, options.output);
}

void add_render(CLI::App& bank) {
    auto options = std::make_shared<RenderOptions>();
    CLI::App* command = bank.add_subcommand("render", "Draw a figure from its settings, to look at while writing");
    command->add_option("FIGURE.toml", options->file, "A file of figures/");
    command->add_option("--generator", options->generator, "A generator instead, at its usual values");
    command->add_option("--with", options->with, "name=value; may be repeated")->take_all();
    command->add_option("--size", options->size, "Width and height in pixels")->expected(2);
    command->add_option("--seed", options->seed, "Decides noise and speckle")->check(seed_fault);
    command->add_option("--window", options->window, "Gray window by name");
    command->add_option("-o,--output", options->output, "OUT.png")->required();
    command->callback([options] { render(*options); });
}

// ---------------------------------------------------------------- generators

void print_generator(const Generator& generator) {
    fmt::print("{}  version {}, usually {} x {}\n  {}\n", generator.name, generator.version, generator.usual.width,
               generator.usual.height, generator.shows);
    for (const FigureParameter& parameter : generator.parameters) {
        std::string range = fmt::format("{:g} to {:g}, usually {:g}", parameter.low, parameter.high, parameter.usual);
        if (!parameter.choices.empty()) {
            range = fmt::format("usually {}; of ", parameter.choices[static_cast<std::size_t>(parameter.usual)]);
            for (const std::string_view choice : parameter.choices)
                range += (choice == parameter.choices.front() ? "" : ", ") + std::string(choice);
        }
        fmt::print("  {:<22} {}\n{:25}{}\n", parameter.name, range, "", parameter.meaning);
    }
    const FigureValues usual(generator, {});
    for (const FigurePart& part : generator.parts(usual, generator.usual, 0)) fmt::print("  part {}\n", part.name);
}

void add_generators(CLI::App& bank) {
    auto name = std::make_shared<std::string>();
    CLI::App* command = bank.add_subcommand("generators", "Generators of figures, or the parameters of one");
    command->add_option("NAME", *name, "Print its parameters and the parts at usual values");
    command->callback([name] {
        if (name->empty()) {
            for (const Generator& generator : generators()) fmt::print("{:<24} {}\n", generator.name, generator.shows);
            return;
        }
        const Generator* generator = find_generator(*name);
        if (!generator) throw Refused("there is no generator " + *name + "; bank generators lists them");
        print_generator(*generator);
    });
}

}  // namespace

void add_bank_figure_commands(CLI::App& bank) {
    add_figure(bank);
    add_render(bank);
    add_generators(bank);
}

}  // namespace collimate
