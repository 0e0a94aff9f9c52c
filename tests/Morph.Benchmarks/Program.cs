using Morph.Benchmarks;

var pairs = args.Length > 0 && int.TryParse(args[0], out var given) ? given : 3;
Comparison.Run(Console.Out, pairs, args.Length > 1 ? args[1] : "");
return 0;
