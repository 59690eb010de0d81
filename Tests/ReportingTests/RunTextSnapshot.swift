extension RunTextTests {
  /// What `table()` must print, to the character.
  static let twoArms = """
    example · seed 7 · measured 10 s to 90 s
    on two-racks
    gpu: 8 engines, 1,000 blocks each, from 288 GB × 8 − weights
    afd: lpx: 2 racks hold 217.6 GB; FFN weights need 65.8 GB at FP8

                                         gpu-aggregated                         afd
                                  p50      p90      p99       p50      p90      p99
    all
      requests                                       80                          80
      goodput                                    75.0 %                      98.8 %
      good requests/s                             0.750                       0.988
      tokens/s                                     10.9                        10.9
      TTFT                     490 ms   810 ms   890 ms    163 ms   270 ms   297 ms
      ITL                     20.0 ms  20.0 ms  20.0 ms   20.0 ms  20.0 ms  20.0 ms
      TPOT                    20.0 ms  20.0 ms  20.0 ms   52.7 ms  74.0 ms  79.3 ms
      TPS/user p50, p1                    50.0     50.0               18.7     12.6
      stall                   20.0 ms  20.0 ms  20.0 ms   20.0 ms  20.0 ms  20.0 ms
      response                 480 ms   800 ms   880 ms    480 ms   800 ms   880 ms
      turn                     700 ms   1.02 s   6.00 s    700 ms   1.02 s   6.00 s
      session                  690 ms   1.01 s   1.09 s    690 ms   1.01 s   1.09 s
      deadline misses                               0 %                         0 %
    chat
      requests                                       40                          40
      goodput                                    50.0 %                      97.5 %
      good requests/s                             0.250                       0.488
      tokens/s                                     5.50                        5.50
      TTFT                     480 ms   800 ms   880 ms    160 ms   267 ms   293 ms
      ITL                     20.0 ms  20.0 ms  20.0 ms   20.0 ms  20.0 ms  20.0 ms
      TPOT                    20.0 ms  20.0 ms  20.0 ms   52.0 ms  73.3 ms  78.7 ms
      TPS/user p50, p1                    50.0     50.0               18.7     12.7
      stall                   20.0 ms  20.0 ms  20.0 ms   20.0 ms  20.0 ms  20.0 ms
      response                 480 ms   800 ms   880 ms    480 ms   800 ms   880 ms
      turn                     700 ms   1.02 s   6.00 s    700 ms   1.02 s   6.00 s
      session                  680 ms   1.00 s   1.08 s    680 ms   1.00 s   1.08 s
    build
      requests                                       40                          40
      goodput                                     100 %                       100 %
      good requests/s                             0.500                       0.500
      tokens/s                                     5.36                        5.36
      TTFT                     490 ms   810 ms   890 ms    163 ms   270 ms   297 ms
      ITL                     20.0 ms  20.0 ms  20.0 ms   20.0 ms  20.0 ms  20.0 ms
      TPOT                    20.0 ms  20.0 ms  20.0 ms   52.7 ms  74.0 ms  79.3 ms
      TPS/user p50, p1                    50.0     50.0               18.5     12.6
      stall                   20.0 ms  20.0 ms  20.0 ms   20.0 ms  20.0 ms  20.0 ms
      session                  690 ms   1.01 s   1.09 s    690 ms   1.01 s   1.09 s
      deadline misses                               0 %                         0 %
    platform
      cache hit                                  25.0 %                      25.0 %
        with infinite cache                      50.0 %                      50.0 %
      tenant spread                                1.82                        1.82
      tokens/s/MW                                  54.3                        54.3
      J/token                                    18.4 k                      18.4 k
      $/Mtok                                        921                         921
    assertions
      p99 ttft of chat < 2s                    ✓ 880 ms                    ✓ 293 ms
      goodput >= 99%                           ✗ 75.0 %                    ✗ 98.8 %
      deadline-misses of chat <= 1%          ✗ no value                  ✗ no value

    gpu-aggregated: build went through its sessions 2 times
    afd: build went through its sessions 2 times
    Rests on 1 assumed figure: link-latency
    `baton explain TERM` says how a row is defined

    """
}
