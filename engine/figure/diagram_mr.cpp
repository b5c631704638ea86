#include <algorithm>
#include <cmath>
#include <string>

#include "engine/figure/drawing_board.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

namespace {

constexpr std::array<std::string_view, 5> sequences{"spin_echo", "gradient_echo", "inversion_recovery",
                                                    "fast_spin_echo", "echo_planar"};
constexpr std::array<std::string_view, 2> curves{"t1", "t2"};

constexpr std::array sequence_parameters{
    FigureParameter{"sequence", 0, 0, 0, "the order of pulses and gradients; times are not to scale", sequences},
    FigureParameter{"echoes", 2, 8, 4, "echo train of the fast spin echo and of echo planar imaging"},
    FigureParameter{"times", 0, 0, 1, "arrows for TE, TR and TI", no_yes},
    FigureParameter{"labels", 0, 0, 0, "names of rows and pulses, letters for a question to refer to, or nothing",
                    namings},
};

// Rows of the diagram and the time axis, in units.
constexpr double rf_y = 16, slice_y = 32, phase_y = 48, frequency_y = 64, signal_y = 80;
constexpr double first_x = 30, last_x = 114;

/// What is drawn on: one pulse or gradient after another.
class Timeline {
public:
    DrawingBoard board;
    explicit Timeline(Naming naming) : board(126, 104, naming) {
        const struct {
            double y;
            const char* word;
        } rows[] = {
            {rf_y, "RF"}, {slice_y, "slice"}, {phase_y, "phase"}, {frequency_y, "frequency"}, {signal_y, "signal"}};
        for (const auto& row : rows) {
            board.line({{23, row.y}, {last_x + 8, row.y}}, {Ink::muted, 0.0015, false});
            board.name({11, row.y}, row.word, Ink::muted);
        }
    }

    /// A pulse of the radio frequency at `x`, of this height.
    void pulse(double x, double height, const std::string& word, const std::string& part) {
        std::vector<Spot> spots;
        for (double t = -1; t <= 1.001; t += 0.05) {
            const double u = 9 * t;
            spots.push_back({x + 4 * t, rf_y - height * (std::abs(u) < 1e-6 ? 1.0 : std::sin(u) / u)});
        }
        board.line(spots, {Ink::accent, 0.003, false});
        board.name({x + 3.5, rf_y - height - 1.5}, word, Ink::accent);
        board.part(
            part,
            {{x - 3.5, rf_y - height - 0.5}, {x + 3.5, rf_y - height - 0.5}, {x + 3.5, rf_y + 3}, {x - 3.5, rf_y + 3}});
    }
    void gradient(double row, double from, double to, double height, const std::string& part = "") {
        const double ramp = std::min(0.8, (to - from) / 4);
        const std::vector<Spot> lobe{{from, row}, {from + ramp, row - height}, {to - ramp, row - height}, {to, row}};
        board.area(lobe, Ink::tissue, 0.0025);
        if (!part.empty()) board.part(part, {{from, row - height}, {to, row - height}, {to, row}, {from, row}});
    }
    /// The table of phase steps: lines at many heights, one of them taken.
    void phase_steps(double from, double to, const std::string& part) {
        for (const double height : {5.5, 3.7, 1.9, -1.9, -3.7, -5.5})
            board.line({{from, phase_y}, {from + 0.8, phase_y - height}, {to - 0.8, phase_y - height}, {to, phase_y}},
                       {Ink::line, 0.002, false});
        if (!part.empty())
            board.part(part, {{from, phase_y - 5.5}, {to, phase_y - 5.5}, {to, phase_y + 5.5}, {from, phase_y + 5.5}});
    }
    void echo(double x, double half, double height, const std::string& part) {
        std::vector<Spot> spots;
        for (double t = -1; t <= 1.001; t += 0.02)
            spots.push_back({x + half * t, signal_y - height * std::exp(-6 * t * t) * std::cos(22 * t)});
        board.line(spots, {Ink::line, 0.0025, false});
        if (!part.empty())
            board.part(part, {{x - half * 0.7, signal_y - height},
                              {x + half * 0.7, signal_y - height},
                              {x + half * 0.7, signal_y + height},
                              {x - half * 0.7, signal_y + height}});
    }
    void time(double from, double to, double y, const char* word, const char* part) {
        for (const double x : {from, to}) board.line({{x, rf_y + 2}, {x, y + 1}}, {Ink::muted, 0.001, true});
        board.dimension({from, y}, {to, y});
        board.name({(from + to) / 2, y + 3}, word, Ink::accent);
        board.part_around(part, {from, y}, {to, y}, 1.4);
    }
};

struct Times {
    double excitation, refocusing, echo;
};

void draw_echo_pair(Timeline& t, const Times& at, bool refocused) {
    t.pulse(at.excitation, 7, refocused ? "90°" : "α", "excitation");
    t.gradient(slice_y, at.excitation - 4, at.excitation + 4, 5, "slice_select");
    t.gradient(slice_y, at.excitation + 4, at.excitation + 8, -5, "slice_rephase");
    t.phase_steps(at.excitation + 4.5, at.excitation + 10.5, "phase_encoding");
    if (refocused) {
        t.pulse(at.refocusing, 11, "180°", "refocusing");
        t.gradient(slice_y, at.refocusing - 4, at.refocusing + 4, 5);
    }
    t.gradient(frequency_y, at.excitation + 4.5, at.excitation + 10.5, refocused ? 5 : -5, "dephasing");
    t.gradient(frequency_y, at.echo - 7, at.echo + 7, 5, "readout");
    t.echo(at.echo, 8, 7, "echo");
}

void draw_train(Timeline& t, int echoes, bool refocused) {
    const double step = (last_x - 8 - 44) / echoes;
    t.pulse(first_x, 7, "90°", "excitation");
    t.gradient(slice_y, first_x - 4, first_x + 4, 5, "slice_select");
    t.gradient(frequency_y, first_x + 4.5, first_x + 9.5, refocused ? 5 : -5, "dephasing");
    if (!refocused) t.gradient(phase_y, first_x + 4.5, first_x + 9.5, -5.5, "phase_encoding");
    const double half = 0.3 * step;
    for (int i = 0; i < echoes; ++i) {
        const double x = 46 + step * (i + (refocused ? 0.5 : 0.0));
        const double strength = 7 * std::exp(-0.22 * i);
        const std::string number = std::to_string(i + 1);
        if (refocused) {
            t.pulse(x - step / 2, 11, "180°", "refocusing_" + number);
            t.gradient(slice_y, x - step / 2 - 0.22 * step, x - step / 2 + 0.22 * step, 5);
            t.phase_steps(x - half - 0.14 * step, x - half + 0.02 * step, i == 0 ? "phase_encoding" : "");
            t.gradient(frequency_y, x - half, x + half, 5, i == 0 ? "readout" : "");
        } else {
            t.gradient(frequency_y, x - step / 2, x + step / 2, i % 2 == 0 ? 5 : -5, i == 0 ? "readout" : "");
            if (i + 1 < echoes) t.gradient(phase_y, x + step / 2 - 0.8, x + step / 2 + 0.8, 3, i == 0 ? "blip" : "");
        }
        t.echo(x, half * 1.2, strength, "echo_" + number);
    }
}

DrawingBoard pulse_sequence(const FigureValues& v) {
    Timeline t(naming_of(v.choice("labels")));
    const auto sequence = v.choice("sequence");
    const bool times = v.choice("times") == "yes";
    if (sequence == "fast_spin_echo" || sequence == "echo_planar") {
        draw_train(t, v.count("echoes"), sequence == "fast_spin_echo");
        return t.board;
    }
    const bool inverted = sequence == "inversion_recovery";
    const bool refocused = sequence != "gradient_echo";
    const double excitation = inverted ? 52 : first_x;
    const double echo = refocused ? (inverted ? 98 : 80) : 62;
    const Times at{excitation, (excitation + echo) / 2, echo};
    if (inverted) {
        t.pulse(first_x, 11, "180°", "inversion");
        t.gradient(slice_y, first_x - 4, first_x + 4, 5);
    }
    draw_echo_pair(t, at, refocused);
    if (!inverted) t.pulse(last_x, 7, refocused ? "90°" : "α", "next_excitation");
    if (times) {
        t.time(at.excitation, at.echo, 90, "TE", "te");
        if (inverted) t.time(first_x, at.excitation, 90, "TI", "ti");
        if (!inverted) t.time(at.excitation, last_x, 96, "TR", "tr");
    }
    return t.board;
}

constexpr std::array relaxation_parameters{
    FigureParameter{"curve", 0, 0, 0,
                    "t1: recovery of longitudinal magnetization; t2: decay of transverse magnetization", curves},
    FigureParameter{"first_ms", 10, 5000, 260, "relaxation time of the first tissue"},
    FigureParameter{"second_ms", 10, 5000, 1000, "of the second"},
    FigureParameter{"third_ms", 0, 5000, 4000, "of a third one; 0: none"},
    FigureParameter{"marker_ms", 0, 10000, 500, "an upright line, TR or TE; 0: none"},
    FigureParameter{"span_ms", 50, 10000, 4000, "length of the time axis"},
    FigureParameter{"labels", 0, 0, 1, "the times in ms, letters for a question to refer to, or nothing", namings},
};

DrawingBoard relaxation_curves(const FigureValues& v) {
    DrawingBoard board(120, 84, naming_of(v.choice("labels")));
    const bool recovery = v.choice("curve") == "t1";
    const double span = v.number("span_ms");
    const auto at = [&](double time, double height) { return Spot{14 + 92 * time / span, 72 - 60 * height}; };
    board.arrow({14, 72}, {112, 72});
    board.arrow({14, 72}, {14, 6});
    board.text({60, 80}, "time", 0.03, Ink::muted);
    board.text({6, 9}, recovery ? "Mz" : "Mxy", 0.03, Ink::muted);
    const auto height = [&](double time, double constant) {
        return recovery ? 1 - std::exp(-time / constant) : std::exp(-time / constant);
    };
    int number = 0;
    for (const char* which : {"first_ms", "second_ms", "third_ms"}) {
        const double constant = v.number(which);
        if (constant <= 0) continue;
        std::vector<Spot> spots;
        for (int i = 0; i <= 80; ++i) spots.push_back(at(span * i / 80, height(span * i / 80, constant)));
        board.line(spots, {number == 1 ? Ink::accent : Ink::line, 0.004, number == 2});
        // Each name at another stage of its curve, the quickest tissue's on the outer side.
        const double middle = std::min(constant * (0.6 + 0.4 * number), 0.85 * span);
        const Spot spot = at(middle, height(middle, constant));
        const double up = recovery ? -1.0 : 1.0;
        const Spot beside = number == 0 ? Spot{spot.x - 2, spot.y + 5 * up} : Spot{spot.x + 10, spot.y - 3.5 * up};
        board.name(beside, (recovery ? "T1 " : "T2 ") + std::to_string(static_cast<int>(constant)) + " ms");
        board.part(
            "curve_" + std::to_string(++number),
            {{spot.x - 3, spot.y - 3}, {spot.x + 3, spot.y - 3}, {spot.x + 3, spot.y + 3}, {spot.x - 3, spot.y + 3}});
    }
    const double marker = v.number("marker_ms");
    if (marker > 0 && marker < span) {
        board.line({at(marker, 0), at(marker, 1.04)}, {Ink::accent, 0.002, true});
        board.text({at(marker, 0).x, 76}, recovery ? "TR" : "TE", 0.03, Ink::accent);
    }
    return board;
}

}  // namespace

const Diagram pulse_sequence_diagram{sequence_parameters, pulse_sequence};
const Diagram relaxation_diagram{relaxation_parameters, relaxation_curves};

}  // namespace collimate
