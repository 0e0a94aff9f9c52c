using Morph.Reporting.Pictures;
using SkiaSharp;

namespace Morph.Reporting.Pages;

/// <summary>What the sections are drawn from.</summary>
/// <param name="Model">The tables of the run.</param>
/// <param name="Examples">The fields that stand for each cluster.</param>
/// <param name="Windows">The windows that stand for each cluster, and those that look like nothing else.</param>
/// <param name="Drawn">The fields as they were drawn and measured.</param>
/// <param name="Colours">Colour of each channel.</param>
/// <param name="Measures">What was measured of the windows.</param>
/// <param name="Nearest">The fields that look most like each field.</param>
internal sealed record PageContent(
    ReportModel Model,
    ExampleFields Examples,
    ExampleWindows Windows,
    DrawnFields Drawn,
    IReadOnlyList<SKColor> Colours,
    IReadOnlyList<Measure> Measures,
    NearestFields Nearest);
