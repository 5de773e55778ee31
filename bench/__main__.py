"""All benchmarks: python -m bench, or make bench."""

from bench import bench_gazetteer, bench_ground, bench_match, bench_text, bench_webmap

bench_gazetteer.main()
print()
bench_match.main()
print()
bench_text.main()
print()
bench_ground.main()
print()
bench_webmap.main()
