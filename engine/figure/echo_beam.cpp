#include "engine/figure/echo_beam.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "engine/base/random.hpp"

namespace collimate::sono {

namespace {

using std::numbers::pi;
constexpr double half_maximum = 2.3548;  ///< of a Gaussian: full width over standard deviation

double level(double db) { return std::pow(10.0, db / 20.0); }

/// What the machine adds at a depth to make up for loss.
double tgc_db(const BeamSettings& s, double depth_mm) {
    const double away = (depth_mm - s.tgc_band_mm) / (0.07 * s.depth_mm);
    constexpr double most = 78;  // no amplifier goes on for ever: deeper it is dark and full of snow
    return std::min(most, 2 * machine_loss_db_cm_mhz * s.frequency_mhz * depth_mm / 10 * s.tgc_percent / 100) +
           s.tgc_band_db * std::exp(-0.5 * away * away);
}

/// One cell of the scan grid along the sound's true path.
struct Step {
    Place at;
    float below_mm = 0.0F;  ///< path from the face
    float loss_db = 0.0F;   ///< both ways
    const Tissue* tissue = nullptr;
    float rim_db = -99.0F;
    float apparent_row = 0.0F;  ///< where the machine shows it
};

struct Field {
    int lines;
    int rows;
    std::vector<float> re, im;
    Field(int l, int r)
        : lines(l), rows(r), re(static_cast<std::size_t>(l) * static_cast<std::size_t>(r)), im(re.size()) {}

    /// Shares an echo between the two nearest rows of a line.
    void add(int line, double row, double a, double b) {
        const int top = static_cast<int>(std::floor(row));
        if (line < 0 || line >= lines || top < 0 || top + 1 >= rows) return;
        const double t = row - top;
        const auto i = static_cast<std::size_t>(top * lines + line);
        const auto j = i + static_cast<std::size_t>(lines);
        re[i] += static_cast<float>(a * (1 - t));
        im[i] += static_cast<float>(b * (1 - t));
        re[j] += static_cast<float>(a * t);
        im[j] += static_cast<float>(b * t);
    }
};

/// Half of a symmetric Gaussian kernel with unit energy, from the middle out.
std::vector<float> unit_energy_kernel(double sigma) {
    const int reach = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
    std::vector<float> half(static_cast<std::size_t>(reach) + 1);
    double energy = 0.0;
    for (int i = 0; i <= reach; ++i) {
        const double w = std::exp(-0.5 * i * i / (sigma * sigma));
        half[static_cast<std::size_t>(i)] = static_cast<float>(w);
        energy += (i == 0 ? 1 : 2) * w * w;
    }
    for (float& w : half) w = static_cast<float>(w / std::sqrt(energy));
    return half;
}

double kernel_sum(double sigma) {
    const auto half = unit_energy_kernel(sigma);
    double sum = half[0];
    for (std::size_t i = 1; i < half.size(); ++i) sum += 2.0 * half[i];
    return sum;
}

class Scan {
public:
    Scan(const Scene& scene, const Probe& probe, const BeamSettings& settings, std::uint64_t seed)
        : scene_(scene),
          probe_(probe),
          set_(settings),
          step_mm_(settings.depth_mm / settings.rows),
          mottle_(derive(seed, 1)),
          seed_(seed),
          steps_(static_cast<std::size_t>(settings.rows) * static_cast<std::size_t>(settings.lines)) {
        for (int line = 0; line < set_.lines; ++line) trace(line);
    }

    EchoMap run(const Scatterers& scatterers) {
        EchoMap map{set_.lines, set_.rows, step_mm_, std::vector<float>(steps_.size())};
        const Field strong = strong_echoes();
        const auto level_still = levels(nullptr);
        for (std::size_t look = 0; look < scatterers.looks.size(); ++look) {
            Field field = strong;
            const auto& ones = scatterers.looks[look];
            if (scene_.moved)
                add_moved(field, ones, level_still);
            else if (set_.slice_mm > 0)
                add_resting(field, ones, levels(&ones));
            else
                add_resting(field, ones, level_still);
            blur_across(field);
            add_noise(field, look);
            blur_along(field);
            for (std::size_t i = 0; i < map.db.size(); ++i) map.db[i] += std::hypot(field.re[i], field.im[i]);
        }
        to_decibels(map, static_cast<double>(scatterers.looks.size()));
        return map;
    }

private:
    [[nodiscard]] std::size_t cell(int row, int line) const {
        return static_cast<std::size_t>(row * set_.lines + line);
    }
    [[nodiscard]] const Step& step(double row, double line) const {
        return steps_[cell(std::clamp(static_cast<int>(row), 0, set_.rows - 1),
                           std::clamp(static_cast<int>(std::lround(line)), 0, set_.lines - 1))];
    }
    [[nodiscard]] double across_sigma(double depth_mm) const {
        return std::clamp(beam_width_mm(set_, depth_mm) / half_maximum / probe_.pitch_mm(depth_mm), 0.6,
                          set_.lines / 8.0);
    }
    [[nodiscard]] double along_sigma() const {
        return std::max(0.8, axial_resolution_mm(set_) / half_maximum / step_mm_);
    }

    /// Follows one beam through the scene: mirrors turn it, tissue weakens it, speed errors misplace what it meets.
    void trace(int line) {
        Place at = probe_.at(line, 0.0);
        Place way = probe_.direction(line);
        double loss = 0.0;
        double apparent = 0.0;
        double rim = 0.0;
        bool turned = false;
        for (int row = 0; row < set_.rows; ++row) {
            const double below = (row + 0.5) * step_mm_;
            const Place next{at.x + way.x * step_mm_, at.z + way.z * step_mm_};
            const Tissue& tissue = tissue_at(scene_, next, turned ? 1e9 : below, 0.0, rim);
            double rate = tissue.loss_db_cm_mhz;
            if (rate < 0.25) rate += (machine_loss_db_cm_mhz - rate) * (1 - set_.fluid_percent / 100);
            loss += 2 * step_mm_ * (rate * set_.frequency_mhz / 10 + tissue.loss_db_mm) + edge_loss(at, next, way);
            if (scene_.mirror && set_.mirror_percent > 0 && !turned && leaves_mirror(at, next)) {
                turned = true;
                way = reflected(way, next);
                loss -= 20 * std::log10(set_.mirror_percent / 100);
            }
            at = next;
            steps_[cell(row, line)] = {at,      static_cast<float>(below), static_cast<float>(loss),
                                       &tissue, static_cast<float>(rim),   static_cast<float>(apparent)};
            apparent += machine_speed_m_s / tissue.speed_m_s;
        }
    }

    [[nodiscard]] bool leaves_mirror(Place from, Place to) const {
        const auto away = [&](Place p) {
            return std::hypot(p.x - scene_.mirror->middle.x, p.z - scene_.mirror->middle.z);
        };
        return away(from) <= scene_.mirror->radius_mm && away(to) > scene_.mirror->radius_mm;
    }

    [[nodiscard]] Place reflected(Place way, Place at) const {
        const Place m = scene_.mirror->middle;
        const double r = std::hypot(at.x - m.x, at.z - m.z);
        const Place n{(at.x - m.x) / r, (at.z - m.z) / r};
        const double along = 2 * (way.x * n.x + way.z * n.z);
        return {way.x - along * n.x, way.z - along * n.z};
    }

    /// A beam that grazes a round wall is bent away; what lies behind gets little sound.
    [[nodiscard]] double edge_loss(Place from, Place to, Place way) const {
        if (set_.edge_shadow_percent <= 0) return 0.0;
        double loss = 0.0;
        for (const Structure& s : scene_.structures) {
            if (!s.bends_beam) continue;
            const Contour& wide = s.outline;
            const double before = wide.share(from) - 1;
            const double after = wide.share(to) - 1;
            if ((before < 0) == (after < 0)) continue;
            const double h = 0.05;
            const double nx = wide.share({to.x + h, to.z}) - wide.share({to.x - h, to.z});
            const double nz = wide.share({to.x, to.z + h}) - wide.share({to.x, to.z - h});
            const double square_on = std::abs(nx * way.x + nz * way.z) / std::max(1e-12, std::hypot(nx, nz));
            constexpr double grazing = 0.45;
            if (square_on < grazing) loss += 14 * set_.edge_shadow_percent / 100 * (1 - square_on / grazing);
        }
        return loss;
    }

    /// Echo amplitude of each cell on its true path; with scatterers given, each at its own distance from the plane.
    std::vector<float> levels(const std::vector<Scatterers::One>* ones) const {
        std::vector<float> amplitude(steps_.size());
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            const Step& s = steps_[i];
            double rim = s.rim_db;
            const double aside = ones ? (*ones)[i].aside * set_.slice_mm / half_maximum : 0.0;
            const Tissue& t = ones ? tissue_at(scene_, s.at, s.below_mm, aside, rim) : *s.tissue;
            const double mottle =
                t.mottle_db > 0 ? t.mottle_db * mottle_.at(s.at.x / t.grain_x_mm, s.at.z / t.grain_z_mm) : 0.0;
            amplitude[i] = static_cast<float>(level(std::max(t.echo_db + mottle, rim + mottle) - s.loss_db));
        }
        return amplitude;
    }

    void add_resting(Field& field, const std::vector<Scatterers::One>& ones,
                     const std::vector<float>& amplitude) const {
        for (std::size_t i = 0; i < ones.size(); ++i) {
            const int line = static_cast<int>(i % static_cast<std::size_t>(set_.lines));
            field.add(line, steps_[i].apparent_row, ones[i].re * amplitude[i], ones[i].im * amplitude[i]);
        }
    }

    /// Scatterers that moved with their tissue; the phase of each turns by two pi for half a wavelength.
    void add_moved(Field& field, const std::vector<Scatterers::One>& ones, const std::vector<float>& amplitude) const {
        const double turn = 4 * pi * set_.frequency_mhz / (machine_speed_m_s / 1000);
        for (std::size_t i = 0; i < ones.size(); ++i) {
            const Place rest = steps_[i].at;
            const Place now = scene_.moved(rest);
            const auto beam = probe_.locate(now);
            const double row = beam.depth_mm / step_mm_ - 0.5;
            const int line = static_cast<int>(std::floor(beam.line));
            if (line < 0 || line + 1 >= set_.lines || row < 0 || row + 1 >= set_.rows) continue;
            const double phase = turn * (beam.depth_mm - steps_[i].below_mm);
            const double c = std::cos(phase);
            const double s = std::sin(phase);
            const double a = amplitude[cell(static_cast<int>(row + 0.5), static_cast<int>(std::lround(beam.line)))];
            const double re = a * (ones[i].re * c - ones[i].im * s);
            const double im = a * (ones[i].re * s + ones[i].im * c);
            const double t = beam.line - line;
            field.add(line, row, re * (1 - t), im * (1 - t));
            field.add(line + 1, row, re * t, im * t);
        }
    }

    [[nodiscard]] Field strong_echoes() const {
        Field field(set_.lines, set_.rows);
        for (const Surface& s : scene_.surfaces) add_surface(field, s, false);
        if (set_.range_ambiguity_percent > 0)
            for (const Surface& s : scene_.ghosts) add_surface(field, s, true);
        for (const Target& t : scene_.targets) add_target(field, t);
        if (set_.comet_percent > 0)
            for (const Ringer& r : scene_.comets) add_tail(field, r, set_.comet_percent, 30.0);
        if (set_.ring_down_percent > 0)
            for (const Ringer& r : scene_.ring_downs) add_tail(field, r, set_.ring_down_percent, 6.0);
        return field;
    }

    /// One echo for each beam that meets the interface; `ghost`: shown where drawn, whatever the tissue above.
    void add_surface(Field& field, const Surface& surface, bool ghost) const {
        for (std::size_t i = 0; i + 1 < surface.run.size(); ++i) {
            auto a = probe_.locate(surface.run[i]);
            auto b = probe_.locate(surface.run[i + 1]);
            const double dx = surface.run[i + 1].x - surface.run[i].x;
            const double dz = surface.run[i + 1].z - surface.run[i].z;
            if (a.line > b.line) std::swap(a, b);
            const int first = std::max(0, static_cast<int>(std::ceil(a.line)));
            const int last = std::min(set_.lines - 1, static_cast<int>(std::ceil(b.line)) - 1);
            for (int line = first; line <= last; ++line) {
                const double t = (line - a.line) / (b.line - a.line);
                const double depth = a.depth_mm + t * (b.depth_mm - a.depth_mm);
                const Place way = probe_.direction(line);
                const double square_on = std::abs(way.x * dz - way.z * dx) / std::max(1e-9, std::hypot(dx, dz));
                const double faded = 20 * surface.mirror_power * std::log10(std::max(square_on, 0.02));
                add_glint(field, surface, line, depth, surface.echo_db + faded, ghost);
            }
        }
    }

    void add_glint(Field& field, const Surface& surface, int line, double depth, double db, bool ghost) const {
        const double row = depth / step_mm_ - 0.5;
        if (row < 0 || row + 1 >= set_.rows) return;
        const Place at = probe_.at(line, depth);
        const double varied = db + 2.0 * mottle_.at(at.x / 2.5 + 17, at.z / 2.5);
        const double middle = unit_energy_kernel(along_sigma())[0];
        const double spread = kernel_sum(across_sigma(depth)) * middle;
        if (ghost) {
            const double a = level(varied - tgc_db(set_, depth)) * set_.range_ambiguity_percent / 100 / spread;
            field.add(line, row, a, 0.0);
            return;
        }
        const Step& s = step(row - 1.5, line);
        const double shown = s.apparent_row + 1.5;
        const double a = level(varied - s.loss_db) / spread;
        field.add(line, shown, a, 0.0);
        if (surface.lobed) add_lobes(field, at, line, a, 0.25);
        if (surface.repeats && set_.reverberation_percent > 0)
            for (int n = 2; n <= 8; ++n) {
                const double shaded = std::max(0.0, s.loss_db - tgc_db(set_, depth) * 1.05);
                const double again = level(varied - shaded - tgc_db(set_, n * depth) - 5.0 * (n - 1)) / spread *
                                     set_.reverberation_percent / 100;
                field.add(line, n * depth / step_mm_ - 0.5, again, 0.0);
            }
    }

    void add_target(Field& field, const Target& target) const {
        const auto beam = probe_.locate(target.at);
        const int line = static_cast<int>(std::lround(beam.line));
        const double row = beam.depth_mm / step_mm_ - 0.5;
        if (line < 0 || line >= set_.lines || row < 0 || row + 1 >= set_.rows) return;
        const double peak = unit_energy_kernel(along_sigma())[0] * unit_energy_kernel(across_sigma(set_.focus_mm))[0];
        const Step& s = step(row, line);
        const double a = level(target.echo_db - s.loss_db) / peak;
        field.add(line, s.apparent_row + row - std::floor(row), a, 0.0);
        add_lobes(field, target.at, line, a, 1.0);
    }

    /// Beams beside a strong reflector hear it too, weakly, and show it at its distance along themselves.
    void add_lobes(Field& field, Place at, int line, double amplitude, double share) const {
        const double depth = probe_.locate(at).depth_mm;
        const auto heard = [&](int other, double weight) {
            const Place face = probe_.at(other, 0.0);
            const double range = std::hypot(at.x - face.x, at.z - face.z);
            field.add(other, range / step_mm_ - 0.5, weight * amplitude * share, 0.0);
        };
        if (set_.side_lobe_percent > 0) {
            const double width = std::max(1.0, across_sigma(depth) * half_maximum);
            const int reach = std::max(8, set_.lines / 5);
            for (int off = static_cast<int>(width * 0.8); off <= reach; ++off) {
                const double fade = std::exp(-2.0 * off / reach) * std::abs(std::sin(pi * off / (width * 1.3)));
                const double weight = 0.10 * set_.side_lobe_percent / 100 * fade;
                heard(line - off, weight);
                heard(line + off, weight);
            }
        }
        if (set_.grating_lobe_percent > 0) {
            const int away = static_cast<int>(0.32 * set_.lines);
            for (int off = away - 4; off <= away + 4; ++off) {
                const double weight = 0.12 * set_.grating_lobe_percent / 100 * (1 - std::abs(off - away) / 5.0);
                heard(line - off, weight);
                heard(line + off, weight);
            }
        }
    }

    /// Sound rings within gas or metal: equally spaced echoes that fade by `fade_db` over the tail; what fades much
    /// narrows as well.
    void add_tail(Field& field, const Ringer& ringer, double percent, double fade_db) const {
        const auto beam = probe_.locate(ringer.at);
        const int count = static_cast<int>(ringer.tail_mm / ringer.spacing_mm);
        const double top = unit_energy_kernel(along_sigma())[0];
        for (int k = 0; k < count; ++k) {
            const double depth = beam.depth_mm + k * ringer.spacing_mm;
            const double gone = static_cast<double>(k) / count;
            const double db = ringer.echo_db - fade_db * gone - tgc_db(set_, depth);
            const double half = ringer.half_width_mm * (fade_db > 20 ? 1 - gone : 1.0) / probe_.pitch_mm(depth);
            const double sigma = across_sigma(depth);
            const double peak = top * std::min(unit_energy_kernel(sigma)[0] * (2 * half + 1), kernel_sum(sigma));
            for (int line = static_cast<int>(std::ceil(beam.line - half)); line <= beam.line + half + 0.5; ++line)
                field.add(line, depth / step_mm_ - 0.5, level(db) * percent / 100 / peak, 0.0);
        }
    }

    void blur_across(Field& field) const {
        std::vector<float> re(static_cast<std::size_t>(set_.lines));
        std::vector<float> im(re.size());
        for (int row = 0; row < set_.rows; ++row) {
            const auto half = unit_energy_kernel(across_sigma((row + 0.5) * step_mm_));
            const std::size_t start = cell(row, 0);
            for (auto* part : {&field.re, &field.im}) {
                const std::span<float> source(part->data() + start, re.size());
                for (std::size_t i = 0; i < re.size(); ++i) re[i] = half[0] * source[i];
                for (std::size_t k = 1; k < half.size() && k < re.size(); ++k) {
                    const float w = half[k];
                    for (std::size_t i = k; i < re.size(); ++i) re[i] += w * source[i - k];
                    for (std::size_t i = 0; i + k < re.size(); ++i) re[i] += w * source[i + k];
                }
                std::copy(re.begin(), re.end(), source.begin());
            }
        }
    }

    void add_noise(Field& field, std::size_t look) const {
        Random random(derive(seed_, 100 + look));
        const double size = level(set_.noise_db) / std::numbers::sqrt2;
        for (std::size_t i = 0; i < field.re.size(); ++i) {
            field.re[i] += static_cast<float>(size * random.normal());
            field.im[i] += static_cast<float>(size * random.normal());
        }
    }

    void blur_along(Field& field) const {
        const auto half = unit_energy_kernel(along_sigma());
        const auto lines = static_cast<std::size_t>(set_.lines);
        std::vector<float> made(field.re.size());
        for (auto* part : {&field.re, &field.im}) {
            std::fill(made.begin(), made.end(), 0.0F);
            for (int row = 0; row < set_.rows; ++row)
                for (int k = -static_cast<int>(half.size()) + 1; k < static_cast<int>(half.size()); ++k) {
                    if (row + k < 0 || row + k >= set_.rows) continue;
                    const float w = half[static_cast<std::size_t>(std::abs(k))];
                    float* to = made.data() + cell(row, 0);
                    const float* from = part->data() + cell(row + k, 0);
                    for (std::size_t i = 0; i < lines; ++i) to[i] += w * from[i];
                }
            part->swap(made);
        }
    }

    void to_decibels(EchoMap& map, double looks) const {
        for (int row = 0; row < set_.rows; ++row) {
            const double depth = (row + 0.5) * step_mm_;
            const double away = (depth - set_.focus_mm) / (0.06 * set_.depth_mm);
            const double added = tgc_db(set_, depth) + set_.focal_banding_db * std::exp(-0.5 * away * away);
            for (int line = 0; line < set_.lines; ++line) {
                float& v = map.db[cell(row, line)];
                v = static_cast<float>(20 * std::log10(v / looks + 1e-9) + added);
            }
        }
    }

    const Scene& scene_;
    const Probe& probe_;
    const BeamSettings& set_;
    double step_mm_;
    Mottle mottle_;
    std::uint64_t seed_;
    std::vector<Step> steps_;
};

}  // namespace

Probe::Probe(ProbeKind kind, const Scene& scene, int lines) : kind_(kind), lines_(lines) {
    half_angle_ = scene.half_angle_deg * pi / 180;
    half_width_ = scene.half_width_mm;
    radius_ = kind == ProbeKind::curved ? scene.face_radius_mm : 2.0;
    if (kind != ProbeKind::linear) top_mm_ = -radius_ * (1 - std::cos(half_angle_));
}

Place Probe::at(double line, double depth_mm) const {
    const double side = 2 * line / (lines_ - 1) - 1;
    if (kind_ == ProbeKind::linear) return {side * half_width_, depth_mm};
    const double angle = side * half_angle_;
    const double r = radius_ + depth_mm;
    return {r * std::sin(angle), r * std::cos(angle) - radius_};
}

Place Probe::direction(double line) const {
    if (kind_ == ProbeKind::linear) return {0.0, 1.0};
    const double angle = (2 * line / (lines_ - 1) - 1) * half_angle_;
    return {std::sin(angle), std::cos(angle)};
}

Probe::Beam Probe::locate(Place place) const {
    if (kind_ == ProbeKind::linear) return {(place.x / half_width_ + 1) / 2 * (lines_ - 1), place.z};
    const double z = place.z + radius_;
    return {(std::atan2(place.x, z) / half_angle_ + 1) / 2 * (lines_ - 1), std::hypot(place.x, z) - radius_};
}

double Probe::pitch_mm(double depth_mm) const {
    if (kind_ == ProbeKind::linear) return 2 * half_width_ / (lines_ - 1);
    return 2 * half_angle_ * (radius_ + depth_mm) / (lines_ - 1);
}

double Probe::half_width_mm(double depth_mm) const {
    return kind_ == ProbeKind::linear ? half_width_ : (radius_ + depth_mm) * std::sin(half_angle_);
}

double axial_resolution_mm(const BeamSettings& settings) {
    return settings.cycles * machine_speed_m_s / 1000 / settings.frequency_mhz / 2;
}

double beam_width_mm(const BeamSettings& settings, double depth_mm) {
    const double wavelength = machine_speed_m_s / 1000 / settings.frequency_mhz;
    const double aperture = std::min(settings.aperture_mm, std::max(3.0, depth_mm / 1.5));
    const double diffraction = wavelength * std::max(depth_mm, 3.0) / aperture;
    constexpr double receive_help = 0.15;  // focusing on receive undoes most of the spread off the transmit focus
    const double geometry = receive_help * aperture * std::abs(1 - depth_mm / settings.focus_mm);
    return std::hypot(diffraction, geometry);
}

Scatterers scatter(const BeamSettings& settings, std::uint64_t seed) {
    const auto count = static_cast<std::size_t>(settings.lines) * static_cast<std::size_t>(settings.rows);
    Scatterers made;
    for (int look = 0; look < settings.looks; ++look) {
        Random random(derive(seed, 10 + static_cast<std::uint64_t>(look)));
        auto& ones = made.looks.emplace_back(count);
        for (auto& one : ones) {
            one.re = static_cast<float>(random.normal() / std::numbers::sqrt2);
            one.im = static_cast<float>(random.normal() / std::numbers::sqrt2);
            one.aside = settings.slice_mm > 0 ? static_cast<float>(random.normal()) : 0.0F;
        }
    }
    return made;
}

EchoMap scan(const Scene& scene, const Probe& probe, const BeamSettings& settings, const Scatterers& scatterers,
             std::uint64_t seed) {
    return Scan(scene, probe, settings, seed).run(scatterers);
}

}  // namespace collimate::sono
