// swift-format-ignore-file
// Generated from Sources/Shipped/Catalog and workloads; BATON_UPDATE=1 swift test writes it.

extension Shipped {
  public static let catalog: [ShippedFile] = [
    ShippedFile(
      name: "chips.yaml",
      text: ####"""
# Processors. Peaks are dense. Rack power is at the utility's meter, PUE included.

chips:
  h100:
    kind: gpu
    peak:
      bf16: {is: 989TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp8: {is: 1978TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    memory: {is: 80GB, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    bandwidth: {is: 3.35TB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-up: {is: 450GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-out: {is: 50GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    host-memory: {is: 250GB, from: 200GB, to: 256GB, confidence: assumed, source: "nodes of eight with 2 TB are usual"}
    host-link: {is: 64GB/s, confidence: vendor, source: "PCIe 5.0 x16"}
    domain: 8
    per-rack: 8
    rack-power: {is: 13.84kW, confidence: derived, source: "InferenceX GPU_SPECS, April 2026: 1.73 kW per GPU"}
    price: {is: 1.30, confidence: measured, source: "InferenceX hyperscaler TCO, April 2026"}
    software: hopper-2025

  h200:
    kind: gpu
    peak:
      bf16: {is: 989TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp8: {is: 1978TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    memory: {is: 141GB, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    bandwidth: {is: 4.8TB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-up: {is: 450GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-out: {is: 50GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    host-memory: {is: 250GB, from: 200GB, to: 256GB, confidence: assumed, source: "nodes of eight with 2 TB are usual"}
    host-link: {is: 64GB/s, confidence: vendor, source: "PCIe 5.0 x16"}
    domain: 8
    per-rack: 8
    rack-power: {is: 13.84kW, confidence: derived, source: "InferenceX GPU_SPECS, April 2026: 1.73 kW per GPU"}
    price: {is: 1.41, confidence: measured, source: "InferenceX hyperscaler TCO, April 2026"}
    software: hopper-2025

  h800:
    kind: gpu
    peak:
      bf16: {is: 989TFLOP/s, confidence: recalled, source: "H100 with NVLink cut to 400 GB/s both ways"}
      fp8: {is: 1978TFLOP/s, confidence: recalled, source: "H100 with NVLink cut to 400 GB/s both ways"}
    memory: {is: 80GB, confidence: recalled, source: "H100 with NVLink cut to 400 GB/s both ways"}
    bandwidth: {is: 3.35TB/s, confidence: recalled, source: "H100 with NVLink cut to 400 GB/s both ways"}
    scale-up: {is: 200GB/s, confidence: recalled, source: "H100 with NVLink cut to 400 GB/s both ways"}
    scale-out: {is: 50GB/s, confidence: recalled, source: "H100 with NVLink cut to 400 GB/s both ways"}
    host-memory: {is: 250GB, from: 200GB, to: 256GB, confidence: assumed, source: "nodes of eight with 2 TB are usual"}
    host-link: {is: 64GB/s, confidence: vendor, source: "PCIe 5.0 x16"}
    domain: 8
    per-rack: 8
    rack-power: {is: 13.84kW, confidence: derived, source: "InferenceX GPU_SPECS, April 2026: 1.73 kW per GPU, as H100"}
    software: hopper-2025

  b200:
    kind: gpu
    peak:
      bf16: {is: 2250TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp8: {is: 4500TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp4: {is: 9000TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    memory: {is: 180GB, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    bandwidth: {is: 8TB/s, confidence: vendor, source: "NVIDIA specification; aiconfigurator has 7.7"}
    scale-up: {is: 900GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-out: {is: 100GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    host-memory: {is: 250GB, from: 200GB, to: 500GB, confidence: assumed, source: "nodes of eight with 2 to 4 TB are usual"}
    host-link: {is: 128GB/s, confidence: vendor, source: "PCIe 6.0 x16"}
    domain: 8
    per-rack: 8
    rack-power: {is: 17.36kW, confidence: derived, source: "InferenceX GPU_SPECS, April 2026: 2.17 kW per GPU"}
    price: {is: 1.95, confidence: measured, source: "InferenceX hyperscaler TCO, April 2026"}
    software: blackwell-2026

  b300:
    kind: gpu
    peak:
      bf16: {is: 2250TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp8: {is: 4500TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp4: {is: 14000TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    memory: {is: 270GB, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    bandwidth: {is: 7.75TB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-up: {is: 900GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-out: {is: 100GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    host-memory: {is: 250GB, from: 200GB, to: 500GB, confidence: assumed, source: "nodes of eight with 2 to 4 TB are usual"}
    host-link: {is: 128GB/s, confidence: vendor, source: "PCIe 6.0 x16"}
    domain: 8
    per-rack: 8
    rack-power: {is: 17.36kW, confidence: derived, source: "InferenceX GPU_SPECS, April 2026: 2.17 kW per GPU"}
    price: {is: 2.34, confidence: measured, source: "InferenceX hyperscaler TCO, April 2026, placeholder of 1.2 times B200"}
    software: blackwell-2026

  gb200:
    kind: gpu
    peak:
      bf16: {is: 2500TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp8: {is: 5000TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp4: {is: 10000TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    memory: {is: 186GB, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    bandwidth: {is: 8TB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-up: {is: 900GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-out: {is: 100GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    host-memory: {is: 230GB, from: 200GB, to: 240GB, confidence: assumed, source: "17 TB of a rack for 72 GPUs"}
    host-link: {is: 250GB/s, confidence: derived, source: "LPDDR5X of a Grace, 0.5 TB/s for two GPUs; NVLink-C2C has 450 GB/s"}
    domain: 72
    per-rack: 72
    rack-power: {is: 151kW, confidence: derived, source: "InferenceX GPU_SPECS, April 2026: 2.10 kW per GPU"}
    price: {is: 2.21, confidence: measured, source: "InferenceX hyperscaler TCO, April 2026"}
    software: blackwell-2026

  gb300:
    kind: gpu
    peak:
      bf16: {is: 2500TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp8: {is: 5000TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
      fp4: {is: 15000TFLOP/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    memory: {is: 279GB, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    bandwidth: {is: 8TB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-up: {is: 900GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    scale-out: {is: 100GB/s, confidence: measured, source: "aiconfigurator-core 0.12.0 system YAMLs"}
    host-memory: {is: 230GB, from: 200GB, to: 240GB, confidence: assumed, source: "17 TB of a rack for 72 GPUs"}
    host-link: {is: 250GB/s, confidence: derived, source: "LPDDR5X of a Grace, 0.5 TB/s for two GPUs; NVLink-C2C has 450 GB/s"}
    domain: 72
    per-rack: 72
    rack-power: {is: 151kW, confidence: derived, source: "InferenceX GPU_SPECS, April 2026: 2.10 kW per GPU, placeholder of GB200's"}
    price: {is: 2.652, confidence: measured, source: "InferenceX hyperscaler TCO, April 2026, placeholder of 1.2 times GB200"}
    software: blackwell-2026

  rubin:
    kind: gpu
    peak:
      bf16: {is: 4000TFLOP/s, confidence: recalled, source: "press table; another one says 12.5 PF"}
      fp8: {is: 17500TFLOP/s, confidence: vendor, source: "NVIDIA Vera Rubin platform pages"}
      fp4: {is: 35PFLOP/s, from: 35PFLOP/s, to: 50PFLOP/s, confidence: vendor, source: "NVIDIA datasheet, NVFP4 training; 50 PF needs compression"}
    memory: {is: 288GB, confidence: vendor, source: "NVIDIA Vera Rubin platform pages"}
    bandwidth: {is: 22TB/s, confidence: vendor, source: "NVIDIA Vera Rubin platform pages"}
    scale-up: {is: 1800GB/s, confidence: vendor, source: "NVIDIA Vera Rubin platform pages"}
    scale-out: {is: 200GB/s, confidence: vendor, source: "NVIDIA Vera Rubin platform pages"}
    host-memory: {is: 375GB, from: 375GB, to: 750GB, confidence: assumed, source: "27 TB of a rack for 72 GPUs as produced, 54 TB as announced"}
    host-link: {is: 600GB/s, confidence: derived, source: "memory of a Vera, 1.2 TB/s for two GPUs; NVLink-C2C has 900 GB/s"}
    domain: 72
    per-rack: 72
    rack-power: {is: 220kW, from: 180kW, to: 245kW, confidence: assumed, source: "three derivations disagree; 200 kW and PUE 1.1"}
    price: {is: 3.57, confidence: analyst, source: "SemiAnalysis, September 2026"}
    software: rubin-2026

  groq-3-lpu:
    kind: lpu
    peak:
      fp8: {is: 1.23PFLOP/s, confidence: derived, source: "315 PF per rack / 256; press says 1.2"}
    memory: {is: 500MB, confidence: vendor, source: "NVIDIA, Inside NVIDIA Groq 3 LPX, 2026-03-16"}
    bandwidth: {is: 150TB/s, confidence: vendor, source: "NVIDIA, Inside NVIDIA Groq 3 LPX, 2026-03-16"}
    scale-up: {is: 1.25TB/s, confidence: vendor, source: "NVIDIA, Inside NVIDIA Groq 3 LPX, 2026-03-16: 2.5 TB/s both ways"}
    scale-out: {is: 12.5GB/s, confidence: analyst, source: "SemiAnalysis teardown: one 100G lane to the FPGA"}
    domain: 2304
    per-tray: 16     # NVIDIA's blog says 8; the latency ladder's first step fits 16
    per-rack: 256
    vector: 320
    dram:
      fabric-expansion: {is: 8.2TB, confidence: derived, source: "NVIDIA, Inside NVIDIA Groq 3 LPX, 2026-03-16: up to 256 GB on each of 32 trays of 8, behind the FPGAs"}
      host: {is: 4.1TB, confidence: derived, source: "NVIDIA, Inside NVIDIA Groq 3 LPX, 2026-03-16: up to 128 GB on each of 32 trays of 8; both pools are the published 12 TB"}
    rack-power: {is: 150kW, from: 100kW, to: 200kW, confidence: assumed, source: "unpublished"}
    software: lpx-2026
    hops:
      - {chips: 16, latency: {is: 0.35us, confidence: vendor, source: "Hot Chips 2026, Think Fast: LPU Accelerator for Heterogeneous Compute"}}
      - {chips: 128, latency: {is: 0.75us, confidence: vendor, source: "Hot Chips 2026, Think Fast: LPU Accelerator for Heterogeneous Compute"}}
      - {chips: 256, latency: {is: 1.15us, confidence: vendor, source: "Hot Chips 2026, Think Fast: LPU Accelerator for Heterogeneous Compute"}}
      - {chips: 768, latency: {is: 1.6us, confidence: vendor, source: "Hot Chips 2026, Think Fast: LPU Accelerator for Heterogeneous Compute"}}
      - {chips: 1280, latency: {is: 2.05us, confidence: vendor, source: "Hot Chips 2026, Think Fast: LPU Accelerator for Heterogeneous Compute"}}
      - {chips: 1792, latency: {is: 2.5us, confidence: vendor, source: "Hot Chips 2026, Think Fast: LPU Accelerator for Heterogeneous Compute"}}
      - {chips: 2304, latency: {is: 2.95us, confidence: vendor, source: "Hot Chips 2026, Think Fast: LPU Accelerator for Heterogeneous Compute"}}

"""####),
    ShippedFile(
      name: "models.yaml",
      text: ####"""
# Dimensions of models; bytes and FLOPs follow from them.

models:
  deepseek-r1:
    layers: 61
    hidden: 7168
    vocabulary: 129280
    context: 163840
    latent-attention: {heads: 128, query-rank: 1536, kv-rank: 512, rope: 64, nope: 128, value: 128}
    dense: {layers: 3, inner: 18432}
    experts: {count: 256, active: 8, shared: 1, inner: 2048}
    speculation:
      drafter: mtp
      first: {is: 0.85, confidence: vendor, source: "DeepSeek-V3 technical report: 85 to 90 % of second tokens accepted"}
      decay: {is: 0.612, from: 0.55, to: 0.75, confidence: measured, source: "fitted to the lowest-concurrency rows of InferenceX, DeepSeek-R1 FP4 with MTP, 2026-05-22"}
      acceptance: {is: 1, from: 0.8, to: 1.2, confidence: assumed, source: "a text decides as much as the model; tables are of coding"}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  deepseek-v3:
    layers: 61
    hidden: 7168
    vocabulary: 129280
    context: 163840
    latent-attention: {heads: 128, query-rank: 1536, kv-rank: 512, rope: 64, nope: 128, value: 128}
    dense: {layers: 3, inner: 18432}
    experts: {count: 256, active: 8, shared: 1, inner: 2048}
    speculation:
      drafter: mtp
      first: {is: 0.85, confidence: vendor, source: "DeepSeek-V3 technical report: 85 to 90 % of second tokens accepted"}
      decay: {is: 0.612, from: 0.55, to: 0.75, confidence: measured, source: "fitted to the lowest-concurrency rows of InferenceX, DeepSeek-R1 FP4 with MTP, 2026-05-22"}
      acceptance: {is: 1, from: 0.8, to: 1.2, confidence: assumed, source: "a text decides as much as the model; tables are of coding"}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  deepseek-v4-pro:
    layers: 61
    hidden: 7168
    vocabulary: 129280
    context: 1048576
    grouped-attention: {heads: 128, kv-heads: 1, head: 512, shared-kv: yes}
    compressed: {parameters: 326000000, entry: 512, window: 128, fine-layers: 30, fine-ratio: 4, entries: 1024, indexer: 128, indexer-heads: 64, coarse-ratio: 128}
    experts: {count: 384, active: 6, shared: 1, inner: 3072}
    speculation: {drafter: mtp, lengths: [1.79, 2.27, 2.49, 2.54, 2.55, 2.55, 2.54, 2.58], acceptance: {is: 1, from: 0.8, to: 1.2, confidence: assumed, source: "a text decides as much as the model; tables are of coding"}, source: "InferenceX golden acceptance lengths, SPEED-Bench coding, thinking"}
    confidence: derived
    source: "config.json as vendored in aiconfigurator-core 0.12.0; projections are what 49e9 active parameters leave"

  kimi-k2:
    layers: 61
    hidden: 7168
    vocabulary: 163840
    context: 262144
    latent-attention: {heads: 64, query-rank: 1536, kv-rank: 512, rope: 64, nope: 128, value: 128}
    dense: {layers: 1, inner: 18432}
    experts: {count: 384, active: 8, shared: 1, inner: 2048}
    speculation: {drafter: eagle3, lengths: [1.83, 2.43, 2.88, 3.24, 3.46, 3.62, 3.71, 3.77], acceptance: {is: 1, from: 0.8, to: 1.2, confidence: assumed, source: "a text decides as much as the model; tables are of coding"}, source: "InferenceX golden acceptance lengths, SPEED-Bench coding, Kimi-K2.5 thinking"}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  qwen3-235b-a22b:
    layers: 94
    hidden: 4096
    vocabulary: 151936
    context: 262144
    grouped-attention: {heads: 64, kv-heads: 4, head: 128}
    experts: {count: 128, active: 8, inner: 1536}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  gpt-oss-120b:
    layers: 36
    hidden: 2880
    vocabulary: 201088
    context: 131072
    grouped-attention: {heads: 64, kv-heads: 8, head: 64}
    window: {layers: 18, tokens: 128, heads: 64, kv-heads: 8, head: 64}
    experts: {count: 128, active: 4, inner: 2880}
    speculation:
      drafter: eagle3
      first: {is: 0.70, from: 0.6, to: 0.8, confidence: derived, source: "EAGLE-3 heads of others: 2.41 tokens per step with three drafts (SpecDrift, MT-Bench, H100), 2.65 with seven (Nebius; MT-Bench, HumanEval, GSM8K)"}
      decay: {is: 0.915, from: 0.85, to: 1, confidence: derived, source: "the same two figures"}
      acceptance: {is: 1, from: 0.8, to: 1.2, confidence: assumed, source: "a text decides as much as the model; tables are of coding"}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  llama-3.1-8b:
    layers: 32
    hidden: 4096
    vocabulary: 128256
    context: 131072
    grouped-attention: {heads: 32, kv-heads: 8, head: 128}
    dense: {layers: 32, inner: 14336}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  llama-3.1-70b:
    layers: 80
    hidden: 8192
    vocabulary: 128256
    context: 131072
    grouped-attention: {heads: 64, kv-heads: 8, head: 128}
    dense: {layers: 80, inner: 28672}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  llama-3.1-405b:
    layers: 126
    hidden: 16384
    vocabulary: 128256
    context: 131072
    grouped-attention: {heads: 128, kv-heads: 8, head: 128}
    dense: {layers: 126, inner: 53248}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  gemma-4-31b:
    layers: 60
    hidden: 5376
    vocabulary: 262144
    context: 262144
    grouped-attention: {heads: 32, kv-heads: 4, head: 512, shared-kv: yes}
    window: {layers: 50, tokens: 1024, heads: 32, kv-heads: 16, head: 256}
    dense: {layers: 60, inner: 21504}
    tied: yes
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0"

  llama-4-maverick:
    layers: 48
    hidden: 5120
    vocabulary: 202048
    context: 1048576
    grouped-attention: {heads: 40, kv-heads: 8, head: 128}
    window: {layers: 36, tokens: 8192, heads: 40, kv-heads: 8, head: 128}
    dense: {layers: 24, inner: 16384}
    experts: {count: 128, active: 1, shared: 1, inner: 8192}
    confidence: measured
    source: "config.json as vendored in aiconfigurator-core 0.12.0; chunks of 8,192 taken as a window"

  glm-5.2:
    layers: 78
    hidden: 6144
    vocabulary: 154880
    context: 262144
    latent-attention: {heads: 64, query-rank: 2048, kv-rank: 512, rope: 64, nope: 192, value: 256}
    sparse: {tokens: 2048, indexer: 128, indexer-heads: 32}
    dense: {layers: 3, inner: 12288}
    experts: {count: 256, active: 8, shared: 1, inner: 2048}
    speculation: {drafter: mtp, lengths: [1.84, 2.50, 2.99, 3.33, 3.61, 3.78, 3.91, 4.06], acceptance: {is: 1, from: 0.8, to: 1.2, confidence: assumed, source: "a text decides as much as the model; tables are of coding"}, source: "InferenceX golden acceptance lengths, SPEED-Bench coding"}
    confidence: recalled
    source: "config.json of GLM-5; dense layers and ranks from general knowledge"

  2t-gptoss:
    layers: 72
    hidden: 5760
    vocabulary: 201088
    context: 1048576
    grouped-attention: {heads: 128, kv-heads: 8, head: 64}
    window: {layers: 36, tokens: 128, heads: 128, kv-heads: 8, head: 64}
    experts: {count: 384, active: 8, inner: 4096}
    speculation: {drafter: eagle3, lengths: [1.83, 2.43, 2.88, 3.24, 3.46, 3.62, 3.71, 3.77], acceptance: {is: 1, from: 0.8, to: 1.2, confidence: assumed, source: "a text decides as much as the model; tables are of coding"}, source: "assumed as of Kimi-K2.5: InferenceX golden acceptance lengths, SPEED-Bench coding, thinking"}
    confidence: assumed
    source: "no configuration is published; a stand-in for NVIDIA's GPT-OSS-2T"

  2t-sparse:
    layers: 60
    hidden: 7168
    vocabulary: 201088
    context: 1048576
    grouped-attention: {heads: 128, kv-heads: 8, head: 64}
    window: {layers: 30, tokens: 128, heads: 128, kv-heads: 8, head: 64}
    experts: {count: 512, active: 4, inner: 3072}
    confidence: assumed
    source: "no configuration is published; a stand-in for NVIDIA's GPT-OSS-2T"

  2t-mla:
    layers: 72
    hidden: 8192
    vocabulary: 201088
    context: 1048576
    latent-attention: {heads: 128, query-rank: 1536, kv-rank: 512, rope: 64, nope: 128, value: 128}
    dense: {layers: 2, inner: 18432}
    experts: {count: 384, active: 8, shared: 1, inner: 3072}
    confidence: assumed
    source: "no configuration is published; a stand-in for NVIDIA's GPT-OSS-2T"

"""####),
    ShippedFile(
      name: "networks.yaml",
      text: ####"""
# Networks between pools.

networks:
  spectrum-x:
    latency: {is: 3us, from: 1.5us, to: 10us, confidence: assumed, source: "Jensen Huang, GTC 2026: Ethernet with a special mode; no number published"}
    rack-bandwidth: {is: 3.2TB/s, from: 1.6TB/s, to: 3.2TB/s, confidence: derived, source: "256 LPUs at one 100G lane each"}

"""####),
    ShippedFile(
      name: "platforms.yaml",
      text: ####"""
# Racks that a run may use. LPX is held at about a quarter of the power, as its maker advises.

platforms:
  vera-rubin-lpx:
    pools:
      gpu: {chip: rubin, racks: 4}
      lpx: {chip: groq-3-lpu, racks: 2}
    links: {gpu-lpx: spectrum-x}
    lpx-weights: fp8

  vera-rubin-lpx-xl:
    pools:
      gpu: {chip: rubin, racks: 18}
      lpx: {chip: groq-3-lpu, racks: 10}
    links: {gpu-lpx: spectrum-x}
    lpx-weights: mxfp4

  vera-rubin:
    pools:
      gpu: {chip: rubin, racks: 4}

  gb200-nvl72:
    pools:
      gpu: {chip: gb200, racks: 4}

  gb300-nvl72:
    pools:
      gpu: {chip: gb300, racks: 4}

  b200:
    pools:
      gpu: {chip: b200, racks: 8}

  h200:
    pools:
      gpu: {chip: h200, racks: 8}

  h100:
    pools:
      gpu: {chip: h100, racks: 8}

"""####),
    ShippedFile(
      name: "policies.yaml",
      text: ####"""
# Where each phase of a request runs.

policies:
  gpu-aggregated: {extends: gpu-aggregated}
  gpu-disaggregated: {extends: gpu-disaggregated}
  afd: {extends: afd}
  lpx-decode: {extends: lpx-decode}
  lpx-draft: {extends: lpx-draft}
  latency-tiered:
    extends: latency-tiered
    paths:
      - {when: tpot <= 15ms, use: lpx-decode, spill-to: gpu-disaggregated}
      - {use: gpu-disaggregated}

"""####),
    ShippedFile(
      name: "prices.yaml",
      text: ####"""
# What output tokens are sold for, by the speed at which a user gets them. The source ties each tier
# to a model and a context too; here only speed counts.

prices:
  free: {speed: 50, dollars: {is: 0, confidence: vendor, source: "NVIDIA, GTC 2026: Qwen3-235B at 32K"}}
  medium: {speed: 100, dollars: {is: 3, confidence: vendor, source: "NVIDIA, GTC 2026: Kimi K2.5 at 128K"}}
  high: {speed: 200, dollars: {is: 6, confidence: vendor, source: "NVIDIA, GTC 2026: a 2T model at 128K"}}
  premium: {speed: 400, dollars: {is: 45, confidence: vendor, source: "NVIDIA, GTC 2026: a 2T model at 400K"}}
  ultra: {speed: 1000, dollars: {is: 150, confidence: vendor, source: "NVIDIA, GTC 2026: a 2T model at 400K, LPX only"}}

"""####),
    ShippedFile(
      name: "software.yaml",
      text: ####"""
# Serving stacks on a generation of chips: the few constants that measurements fix.

software:
  hopper-2025:
    overlap: yes
    layer-time: {is: 170us, from: 150us, to: 200us, confidence: assumed, source: "large-EP rows prefer at least 150"}
    floors:
      latent-attention: {is: 44us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GB200 MLA module with 16 heads, batch 1, 1K context"}
      grouped-attention: {is: 29us, from: 20us, to: 40us, confidence: assumed, source: "attention core 13 us and two GEMMs of 8 us, aiconfigurator-core 0.12.0 databases"}
      routed-experts: {is: 22us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, 21-24 us of DeepSeek under TP8 and 17-23 of GPT-OSS, 1 token"}
      dense-ffn: {is: 16us, from: 12us, to: 24us, confidence: assumed, source: "two GEMMs of 8 us, aiconfigurator-core 0.12.0 databases"}
      collectives: {is: 11us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, two all-reduces of 8 KiB, B200"}
    host-time: {is: 120ms, from: 70ms, to: 200ms, confidence: assumed, source: "time to the first token at an idle engine, less prefill and looks for requests: 0.07 to 0.12 s of SGLang, about 0.15 s of TRT-LLM"}
    jitter: {is: 0, from: 0, to: 0.05, confidence: assumed, source: "no public measurement of single steps; about 0.02 is plausible. 0 leaves it out"}
    serving: {is: 0.75, from: 0.65, to: 0.9, confidence: assumed, source: "rates in serving over those of prefill-only rows: uneven ranks, short chunks, overhead of a pass"}
    attention-share: {is: 0.5, from: 0.3, to: 0.7, confidence: assumed, source: "bottom-up: attention 44-77 us of 90-180 us per layer"}
    memory-efficiency: {is: 0.8, confidence: measured, source: "aiconfigurator-core 0.12.0 databases; freeing it in the fit returns 0.8"}
    gemm:
      bf16: {is: 0.6, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
      fp8: {is: 0.35, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    attention: {is: 0.55, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    dense-prefill:
      bf16: {is: 0.7, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GEMMs of 4,096 rows and more, H200 70-83 %"}
      fp8: {is: 0.5, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GEMMs of 4,096 rows and more, H200 40-67 %"}
    prefill:
      bf16: {is: 0.25, from: 0.15, to: 0.4, confidence: assumed, source: "as FP8, whose GEMMs reach 1.3 times less of their peak"}
      fp8: {is: 0.187, confidence: measured, source: "fitted to prefill-only rows of DeepSeek, 2025-02, and SGLang, 2025-05"}
    expert-correlation: {is: 0.812, confidence: measured, source: "fitted to InferenceX B200 SGLang DSR1 FP4 TP4, 2026-03-25"}
    exchange-latency: {is: 25us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    exchange-efficiency: {is: 0.5, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GB200 all-to-all"}
    all-reduce:
      - {ranks: 8, times: [3.5us, 6.4us, 17.8us, 30.5us, 77us, 194us], confidence: measured, source: "aiconfigurator-core 0.12.0 databases, H200 TP8"}
    usable: {is: 0.9, from: 0.85, to: 0.95, confidence: assumed, source: "serving stacks' default share of HBM"}

  blackwell-2026:
    layer-time: {is: 108us, confidence: measured, source: "fitted to InferenceX B200 SGLang DSR1 FP4 TP4, 2026-03-25"}
    floors:
      latent-attention: {is: 44us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GB200 MLA module with 16 heads, batch 1, 1K context"}
      grouped-attention: {is: 29us, from: 20us, to: 40us, confidence: assumed, source: "attention core 13 us and two GEMMs of 8 us, aiconfigurator-core 0.12.0 databases"}
      routed-experts: {is: 22us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, 21-24 us of DeepSeek under TP8 and 17-23 of GPT-OSS, 1 token"}
      dense-ffn: {is: 16us, from: 12us, to: 24us, confidence: assumed, source: "two GEMMs of 8 us, aiconfigurator-core 0.12.0 databases"}
      collectives: {is: 11us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, two all-reduces of 8 KiB, B200"}
    host-time: {is: 120ms, from: 70ms, to: 200ms, confidence: assumed, source: "time to the first token at an idle engine, less prefill and looks for requests: 0.07 to 0.12 s of SGLang, about 0.15 s of TRT-LLM"}
    jitter: {is: 0, from: 0, to: 0.05, confidence: assumed, source: "no public measurement of single steps; about 0.02 is plausible. 0 leaves it out"}
    serving: {is: 0.75, from: 0.65, to: 0.9, confidence: assumed, source: "rates in serving over those of prefill-only rows: uneven ranks, short chunks, overhead of a pass"}
    attention-share: {is: 0.5, from: 0.3, to: 0.7, confidence: assumed, source: "bottom-up: attention 44-77 us of 90-180 us per layer"}
    memory-efficiency: {is: 0.8, confidence: measured, source: "aiconfigurator-core 0.12.0 databases; freeing it in the fit returns 0.8"}
    gemm:
      bf16: {is: 0.6, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
      fp8: {is: 0.35, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
      fp4: {is: 0.25, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    attention: {is: 0.55, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    dense-prefill:
      bf16: {is: 0.65, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GEMMs of 4,096 rows and more, B200 60-72 %"}
      fp8: {is: 0.55, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GEMMs of 4,096 rows and more, B200 50-63 %"}
      fp4: {is: 0.45, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GEMMs of 4,096 rows and more, B200 39-51 %"}
    prefill:
      bf16: {is: 0.25, from: 0.15, to: 0.4, confidence: assumed, source: "as FP8, whose GEMMs reach 1.3 times less of their peak"}
      fp8: {is: 0.189, confidence: measured, source: "fitted to the prefill-only row of SGLang on GB200, FP8, 2025-09"}
      fp4: {is: 0.114, confidence: measured, source: "fitted to InferenceX B200 SGLang DSR1 FP4 TP4, 2026-03-25"}
    expert-correlation: {is: 0.812, confidence: measured, source: "fitted to InferenceX B200 SGLang DSR1 FP4 TP4, 2026-03-25"}
    exchange-latency: {is: 25us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    exchange-efficiency: {is: 0.5, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GB200 all-to-all"}
    all-reduce:
      - {ranks: 4, times: [5.5us, 5.4us, 7.2us, 14.6us, 47us, 123us], confidence: measured, source: "aiconfigurator-core 0.12.0 databases, B200 TP4"}
      - {ranks: 8, times: [5.9us, 6.3us, 10.9us, 30us, 55us, 147us], confidence: measured, source: "aiconfigurator-core 0.12.0 databases, B200 TP8"}
    usable: {is: 0.9, from: 0.85, to: 0.95, confidence: assumed, source: "serving stacks' default share of HBM"}

  rubin-2026:
    layer-time: {is: 84.5us, from: 60us, to: 100us, confidence: assumed, source: "AISimulate's batch-1 row of GLM-5.2 on four Rubin"}
    floors:
      latent-attention: {is: 44us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GB200 MLA module with 16 heads, batch 1, 1K context"}
      grouped-attention: {is: 29us, from: 20us, to: 40us, confidence: assumed, source: "attention core 13 us and two GEMMs of 8 us, aiconfigurator-core 0.12.0 databases"}
      routed-experts: {is: 22us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, 21-24 us of DeepSeek under TP8 and 17-23 of GPT-OSS, 1 token"}
      dense-ffn: {is: 16us, from: 12us, to: 24us, confidence: assumed, source: "two GEMMs of 8 us, aiconfigurator-core 0.12.0 databases"}
      collectives: {is: 11us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, two all-reduces of 8 KiB, B200"}
    host-time: {is: 120ms, from: 70ms, to: 200ms, confidence: assumed, source: "time to the first token at an idle engine, less prefill and looks for requests: 0.07 to 0.12 s of SGLang, about 0.15 s of TRT-LLM"}
    jitter: {is: 0, from: 0, to: 0.05, confidence: assumed, source: "no public measurement of single steps; about 0.02 is plausible. 0 leaves it out"}
    serving: {is: 0.75, from: 0.65, to: 0.9, confidence: assumed, source: "rates in serving over those of prefill-only rows: uneven ranks, short chunks, overhead of a pass"}
    attention-share: {is: 0.5, from: 0.3, to: 0.7, confidence: assumed, source: "bottom-up: attention 44-77 us of 90-180 us per layer"}
    memory-efficiency: {is: 0.8, from: 0.7, to: 0.87, confidence: assumed, source: "as Blackwell"}
    gemm:
      bf16: {is: 0.6, from: 0.5, to: 0.7, confidence: assumed, source: "aiconfigurator-core 0.12.0 databases"}
      fp8: {is: 0.35, from: 0.3, to: 0.4, confidence: assumed, source: "aiconfigurator-core 0.12.0 databases"}
      fp4: {is: 0.25, from: 0.2, to: 0.3, confidence: assumed, source: "aiconfigurator-core 0.12.0 databases"}
    attention: {is: 0.55, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    dense-prefill:
      bf16: {is: 0.65, from: 0.5, to: 0.75, confidence: assumed, source: "below Blackwell's: the peak rose faster than what feeds it"}
      fp8: {is: 0.4, from: 0.2, to: 0.6, confidence: assumed, source: "below Blackwell's: the peak rose faster than what feeds it"}
      fp4: {is: 0.3, from: 0.15, to: 0.5, confidence: assumed, source: "below Blackwell's: the peak rose faster than what feeds it"}
    prefill:
      bf16: {is: 0.25, from: 0.15, to: 0.4, confidence: assumed, source: "as Blackwell"}
      fp8: {is: 0.13, from: 0.02, to: 0.17, confidence: assumed, source: "three quarters of Blackwell's"}
      fp4: {is: 0.09, from: 0.015, to: 0.11, confidence: assumed, source: "0.75 to 1 of Blackwell's as of 0.15-0.19 of large batches; one early row reads a fifth of it"}
    expert-correlation: {is: 0.812, confidence: measured, source: "fitted to InferenceX B200 SGLang DSR1 FP4 TP4, 2026-03-25"}
    exchange-latency: {is: 25us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    exchange-efficiency: {is: 0.5, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GB200 all-to-all"}
    all-reduce:
      - {ranks: 4, times: [5.5us, 5.4us, 7.2us, 14.6us, 47us, 123us], confidence: measured, source: "aiconfigurator-core 0.12.0 databases, B200 TP4; no Rubin table is public"}
      - {ranks: 8, times: [5.9us, 6.3us, 10.9us, 30us, 55us, 147us], confidence: measured, source: "aiconfigurator-core 0.12.0 databases, B200 TP8; no Rubin table is public"}
    usable: {is: 0.9, from: 0.85, to: 0.95, confidence: assumed, source: "serving stacks' default share of HBM"}

  rubin-2026-pilot:
    layer-time: {is: 84.5us, from: 60us, to: 100us, confidence: assumed, source: "AISimulate's batch-1 row of GLM-5.2 on four Rubin"}
    floors:
      latent-attention: {is: 44us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GB200 MLA module with 16 heads, batch 1, 1K context"}
      grouped-attention: {is: 29us, from: 20us, to: 40us, confidence: assumed, source: "attention core 13 us and two GEMMs of 8 us, aiconfigurator-core 0.12.0 databases"}
      routed-experts: {is: 22us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, 21-24 us of DeepSeek under TP8 and 17-23 of GPT-OSS, 1 token"}
      dense-ffn: {is: 16us, from: 12us, to: 24us, confidence: assumed, source: "two GEMMs of 8 us, aiconfigurator-core 0.12.0 databases"}
      collectives: {is: 11us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, two all-reduces of 8 KiB, B200"}
    host-time: {is: 120ms, from: 70ms, to: 200ms, confidence: assumed, source: "time to the first token at an idle engine, less prefill and looks for requests: 0.07 to 0.12 s of SGLang, about 0.15 s of TRT-LLM"}
    jitter: {is: 0, from: 0, to: 0.05, confidence: assumed, source: "no public measurement of single steps; about 0.02 is plausible. 0 leaves it out"}
    serving: {is: 1, confidence: derived, source: "the rate is that of the one prefill-only row"}
    attention-share: {is: 0.5, from: 0.3, to: 0.7, confidence: assumed, source: "bottom-up: attention 44-77 us of 90-180 us per layer"}
    memory-efficiency: {is: 0.8, from: 0.7, to: 0.87, confidence: assumed, source: "as Blackwell"}
    gemm:
      bf16: {is: 0.6, from: 0.5, to: 0.7, confidence: assumed, source: "aiconfigurator-core 0.12.0 databases"}
      fp8: {is: 0.35, from: 0.3, to: 0.4, confidence: assumed, source: "aiconfigurator-core 0.12.0 databases"}
      fp4: {is: 0.25, from: 0.2, to: 0.3, confidence: assumed, source: "aiconfigurator-core 0.12.0 databases"}
    attention: {is: 0.55, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    dense-prefill:
      bf16: {is: 0.65, from: 0.5, to: 0.75, confidence: assumed, source: "below Blackwell's: the peak rose faster than what feeds it"}
      fp8: {is: 0.4, from: 0.2, to: 0.6, confidence: assumed, source: "below Blackwell's: the peak rose faster than what feeds it"}
      fp4: {is: 0.3, from: 0.15, to: 0.5, confidence: assumed, source: "below Blackwell's: the peak rose faster than what feeds it"}
    prefill:
      bf16: {is: 0.25, from: 0.15, to: 0.4, confidence: assumed, source: "as Blackwell"}
      fp8: {is: 0.13, from: 0.02, to: 0.17, confidence: assumed, source: "three quarters of Blackwell's"}
      fp4: {is: 0.0142, confidence: measured, source: "AISimulate's prefill row of GLM-5.2 on four Rubin"}
    expert-correlation: {is: 0.812, confidence: measured, source: "fitted to InferenceX B200 SGLang DSR1 FP4 TP4, 2026-03-25"}
    exchange-latency: {is: 25us, confidence: measured, source: "aiconfigurator-core 0.12.0 databases"}
    exchange-efficiency: {is: 0.5, confidence: measured, source: "aiconfigurator-core 0.12.0 databases, GB200 all-to-all"}
    all-reduce:
      - {ranks: 4, times: [5.5us, 5.4us, 7.2us, 14.6us, 47us, 123us], confidence: measured, source: "aiconfigurator-core 0.12.0 databases, B200 TP4; no Rubin table is public"}
      - {ranks: 8, times: [5.9us, 6.3us, 10.9us, 30us, 55us, 147us], confidence: measured, source: "aiconfigurator-core 0.12.0 databases, B200 TP8; no Rubin table is public"}
    usable: {is: 0.9, from: 0.85, to: 0.95, confidence: assumed, source: "serving stacks' default share of HBM"}

  lpx-2026:
    layer-time: {is: 0us, confidence: derived, source: "a compiled schedule has no launches"}
    attention-share: {is: 0.5, confidence: derived, source: "unused: layer-time is 0"}
    memory-efficiency: {is: 0.8, from: 0.6, to: 0.95, confidence: assumed, source: "unpublished"}
    gemm:
      fp8: {is: 0.5, from: 0.3, to: 0.8, confidence: assumed, source: "unpublished"}
    attention: {is: 0.5, from: 0.3, to: 0.8, confidence: assumed, source: "unpublished"}
    prefill:
      fp8: {is: 0.5, from: 0.3, to: 0.8, confidence: assumed, source: "unpublished"}
    expert-correlation: {is: 1, confidence: derived, source: "no loss assumed"}
    exchange-latency: {is: 0us, confidence: derived, source: "hops carry it"}
    exchange-efficiency: {is: 1, confidence: derived, source: "hops carry it"}
    draft-share: {is: 0.22, from: 0.1, to: 0.35, confidence: assumed, source: "unpublished; a drafter of a few layers per token, with the synchronisations of its head"}
    draft-gain: {is: 1.3, from: 1, to: 1.5, confidence: assumed, source: "unpublished; a drafter of its own is larger than a built-in head"}
    draft-window: {is: 2048, from: 512, to: 8192, confidence: assumed, source: "EAGLE-3 heads are served with a window of 2,048 tokens (SGLang's speculative-draft-sliding-window)"}
    synchronisations: {is: 4, from: 2, to: 4, confidence: assumed, source: "reduce-scatter and all-gather, twice"}
    usable: {is: 0.85, from: 0.75, to: 1, confidence: assumed, source: "rest for activations and code"}

"""####),
  ]

  public static let measuredRows: [ShippedFile] = [
    ShippedFile(
      name: "b200_dsr1_fp4_sglang.csv",
      text: ####"""
id,chip,model,software,date,weights,kv,isl,osl,ratio,devices,tensor,expert,concurrency,poll,metric,value,use,source
1k1k-4-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,4,10,tpot_ms,9.01,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-4-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,4,10,output_tok_s_gpu,105.4,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-4-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,4,10,ttft_ms,208,test,InferenceX: one B200 node under SGLang without speculation
1k1k-8-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,8,10,tpot_ms,10.45,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-8-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,8,10,output_tok_s_gpu,184.4,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-8-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,8,10,ttft_ms,188,test,InferenceX: one B200 node under SGLang without speculation
1k1k-16-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,16,30,tpot_ms,12.99,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-16-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,16,30,output_tok_s_gpu,294.7,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-16-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,16,30,ttft_ms,351,test,InferenceX: one B200 node under SGLang without speculation
1k1k-32-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,32,30,tpot_ms,16.03,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-32-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,32,30,output_tok_s_gpu,477.5,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-32-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,32,30,ttft_ms,470,test,InferenceX: one B200 node under SGLang without speculation
1k1k-64-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,64,30,tpot_ms,20.05,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-64-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,64,30,output_tok_s_gpu,749.9,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-64-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,64,30,ttft_ms,597,test,InferenceX: one B200 node under SGLang without speculation
1k1k-128-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,128,30,tpot_ms,25.54,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-128-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,128,30,output_tok_s_gpu,1193,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-128-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,4,4,4,128,30,ttft_ms,760,test,InferenceX: one B200 node under SGLang without speculation
1k8k-4-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,4,10,tpot_ms,8.76,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-4-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,4,10,output_tok_s_gpu,112.5,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-8-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,8,10,tpot_ms,10.79,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-8-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,8,10,output_tok_s_gpu,181.6,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-16-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,16,30,tpot_ms,12.75,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-16-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,16,30,output_tok_s_gpu,305.6,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-32-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,32,30,tpot_ms,16.67,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-32-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,32,30,output_tok_s_gpu,468.1,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-64-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,64,30,tpot_ms,21.9,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-64-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,64,30,output_tok_s_gpu,717.3,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-128-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,128,30,tpot_ms,27.97,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-128-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,4,4,4,128,30,output_tok_s_gpu,1122.8,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-4-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,4,10,tpot_ms,9.19,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-4-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,4,10,output_tok_s_gpu,102.9,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-4-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,4,10,ttft_ms,317,test,InferenceX: one B200 node under SGLang without speculation
8k1k-8-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,8,10,tpot_ms,11.66,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-8-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,8,10,output_tok_s_gpu,163.7,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-8-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,8,10,ttft_ms,369,test,InferenceX: one B200 node under SGLang without speculation
8k1k-16-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,16,30,tpot_ms,15.03,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-16-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,16,30,output_tok_s_gpu,248.8,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-16-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,16,30,ttft_ms,646,test,InferenceX: one B200 node under SGLang without speculation
8k1k-32-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,32,30,tpot_ms,21.55,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-32-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,32,30,output_tok_s_gpu,350.6,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-32-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,32,30,ttft_ms,998,test,InferenceX: one B200 node under SGLang without speculation
8k1k-64-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,64,30,tpot_ms,31.64,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-64-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,64,30,output_tok_s_gpu,479.5,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-64-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,64,30,ttft_ms,1580,test,InferenceX: one B200 node under SGLang without speculation
8k1k-128-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,128,30,tpot_ms,51.28,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-128-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,128,30,output_tok_s_gpu,597,calibrate,InferenceX: one B200 node under SGLang without speculation
8k1k-128-ttft,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,8192,1024,0.8,4,4,4,128,30,ttft_ms,2630,test,InferenceX: one B200 node under SGLang without speculation
1k1k-128-tp8-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,8,8,8,128,30,tpot_ms,20.85,calibrate,InferenceX: one B200 node under SGLang without speculation
1k1k-128-tp8-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,1024,0.8,8,8,8,128,30,output_tok_s_gpu,729.9,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-128-tp8-tpot,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,8,8,8,128,30,tpot_ms,22.2,calibrate,InferenceX: one B200 node under SGLang without speculation
1k8k-128-tp8-output,b200,deepseek-r1,blackwell-2026,2026-03-25,fp4,fp8,1024,8192,0.8,8,8,8,128,30,output_tok_s_gpu,709.5,calibrate,InferenceX: one B200 node under SGLang without speculation

"""####),
    ShippedFile(
      name: "gb200_b200_dsr1_fp4_1k1k_disagg_mtp.csv",
      text: ####"""
id,chip,model,software,date,weights,kv,drafts,isl,osl,ratio,prefill-devices,prefill-data,devices,tensor,data,expert,sequences,concurrency,curve,metric,value,use,source
gb200-4-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,4,gb200-dsr1-1k1k,tpot_ms,3.49,calibrate,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-4-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,4,gb200-dsr1-1k1k,total_tok_s_gpu,60.7,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-8-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,8,gb200-dsr1-1k1k,tpot_ms,3.67,calibrate,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-8-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,8,gb200-dsr1-1k1k,total_tok_s_gpu,111.8,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-12-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,12,gb200-dsr1-1k1k,tpot_ms,3.89,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-12-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,12,gb200-dsr1-1k1k,total_tok_s_gpu,165.2,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-24-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,24,gb200-dsr1-1k1k,tpot_ms,4.50,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-24-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,24,gb200-dsr1-1k1k,total_tok_s_gpu,274.8,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-48-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,48,gb200-dsr1-1k1k,tpot_ms,4.82,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-48-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,8,,8,8,48,gb200-dsr1-1k1k,total_tok_s_gpu,363.3,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-180-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,,32,32,128,180,gb200-dsr1-1k1k,tpot_ms,6.08,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-180-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,32,,32,32,128,180,gb200-dsr1-1k1k,total_tok_s_gpu,1149,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-2253-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,12,4,32,,32,32,2048,2253,gb200-dsr1-1k1k,tpot_ms,10.99,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-2253-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,12,4,32,,32,32,2048,2253,gb200-dsr1-1k1k,total_tok_s_gpu,7698,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-4301-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,8,4,16,,16,16,4096,4301,gb200-dsr1-1k1k,tpot_ms,23.1,print,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-4301-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,8,4,16,,16,16,4096,4301,gb200-dsr1-1k1k,total_tok_s_gpu,12660,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-16130-tpot,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,12,4,20,,4,4,3072,16130,gb200-dsr1-1k1k,tpot_ms,56.1,print,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
gb200-16130-total,gb200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,12,4,20,,4,4,3072,16130,gb200-dsr1-1k1k,total_tok_s_gpu,14659,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-6-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,1,6,b200-dsr1-1k1k,tpot_ms,3.23,calibrate,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-6-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,1,6,b200-dsr1-1k1k,total_tok_s_gpu,49.3,print,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-10-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,10,b200-dsr1-1k1k,tpot_ms,3.60,calibrate,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-10-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,10,b200-dsr1-1k1k,total_tok_s_gpu,118.7,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-15-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,15,b200-dsr1-1k1k,tpot_ms,3.83,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-15-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,15,b200-dsr1-1k1k,total_tok_s_gpu,168.9,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-25-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,25,b200-dsr1-1k1k,tpot_ms,4.45,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-25-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,25,b200-dsr1-1k1k,total_tok_s_gpu,242.4,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-45-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,45,b200-dsr1-1k1k,tpot_ms,5.23,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-45-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,45,b200-dsr1-1k1k,total_tok_s_gpu,369.9,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-90-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,90,b200-dsr1-1k1k,tpot_ms,6.64,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-90-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,90,b200-dsr1-1k1k,total_tok_s_gpu,577.3,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-180-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,180,b200-dsr1-1k1k,tpot_ms,7.91,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-180-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,8,,8,32,180,b200-dsr1-1k1k,total_tok_s_gpu,897.9,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-875-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,,8,8,128,875,b200-dsr1-1k1k,tpot_ms,9.82,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-875-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,3,1024,1024,0.8,4,4,40,,8,8,128,875,b200-dsr1-1k1k,total_tok_s_gpu,2833,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-1214-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,2,1024,1024,0.8,4,4,16,,8,8,512,1214,b200-dsr1-1k1k,tpot_ms,13.5,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-1214-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,2,1024,1024,0.8,4,4,16,,8,8,512,1214,b200-dsr1-1k1k,total_tok_s_gpu,7111,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-4968-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,12,4,32,,8,8,1024,4968,b200-dsr1-1k1k,tpot_ms,17.7,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-4968-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,12,4,32,,8,8,1024,4968,b200-dsr1-1k1k,total_tok_s_gpu,9661,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-10860-tpot,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,12,4,20,,4,4,2048,10860,b200-dsr1-1k1k,tpot_ms,46.9,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21
b200-10860-total,b200,deepseek-r1,blackwell-2026,2026-05-22,fp4,fp8,1,1024,1024,0.8,12,4,20,,4,4,2048,10860,b200-dsr1-1k1k,total_tok_s_gpu,12516,test,InferenceX: Dynamo and TensorRT-LLM with MTP; configurations of its recipes of 2026-05-21

"""####),
    ShippedFile(
      name: "gb200_b200_dsr1_fp4_1k1k_frontier.csv",
      text: ####"""
id,chip,model,date,curve,interactivity,metric,value,use,source
gb200-at-25,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,25,frontier_total_tok_s_gpu,14125,test,InferenceX: frontier of the disaggregated points
gb200-at-45,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,45,frontier_total_tok_s_gpu,12508,test,InferenceX: frontier of the disaggregated points
gb200-at-60,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,60,frontier_total_tok_s_gpu,11017,test,InferenceX: frontier of the disaggregated points
gb200-at-75,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,75,frontier_total_tok_s_gpu,9379,test,InferenceX: frontier of the disaggregated points
gb200-at-90,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,90,frontier_total_tok_s_gpu,7796,test,InferenceX: frontier of the disaggregated points
gb200-at-100,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,100,frontier_total_tok_s_gpu,6781,test,InferenceX: frontier of the disaggregated points
gb200-at-125,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,125,frontier_total_tok_s_gpu,4130,test,InferenceX: frontier of the disaggregated points
gb200-at-150,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,150,frontier_total_tok_s_gpu,1922,test,InferenceX: frontier of the disaggregated points
gb200-at-175,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,175,frontier_total_tok_s_gpu,826,test,InferenceX: frontier of the disaggregated points
gb200-at-200,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,200,frontier_total_tok_s_gpu,432,test,InferenceX: frontier of the disaggregated points
gb200-at-225,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,225,frontier_total_tok_s_gpu,262,test,InferenceX: frontier of the disaggregated points
gb200-at-250,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,250,frontier_total_tok_s_gpu,186,test,InferenceX: frontier of the disaggregated points
gb200-at-275,gb200,deepseek-r1,2026-05-22,gb200-dsr1-1k1k,275,frontier_total_tok_s_gpu,103,test,InferenceX: frontier of the disaggregated points
b200-at-25,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,25,frontier_total_tok_s_gpu,12292,test,InferenceX: frontier of the disaggregated points
b200-at-45,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,45,frontier_total_tok_s_gpu,10853,test,InferenceX: frontier of the disaggregated points
b200-at-60,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,60,frontier_total_tok_s_gpu,9185,test,InferenceX: frontier of the disaggregated points
b200-at-75,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,75,frontier_total_tok_s_gpu,6968,test,InferenceX: frontier of the disaggregated points
b200-at-90,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,90,frontier_total_tok_s_gpu,4512,test,InferenceX: frontier of the disaggregated points
b200-at-100,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,100,frontier_total_tok_s_gpu,3047,test,InferenceX: frontier of the disaggregated points
b200-at-125,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,125,frontier_total_tok_s_gpu,941,test,InferenceX: frontier of the disaggregated points
b200-at-150,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,150,frontier_total_tok_s_gpu,583,test,InferenceX: frontier of the disaggregated points
b200-at-175,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,175,frontier_total_tok_s_gpu,429,test,InferenceX: frontier of the disaggregated points
b200-at-200,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,200,frontier_total_tok_s_gpu,332,test,InferenceX: frontier of the disaggregated points
b200-at-225,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,225,frontier_total_tok_s_gpu,241,test,InferenceX: frontier of the disaggregated points
b200-at-250,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,250,frontier_total_tok_s_gpu,193,test,InferenceX: frontier of the disaggregated points
b200-at-275,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,275,frontier_total_tok_s_gpu,126,test,InferenceX: frontier of the disaggregated points
b200-at-300,b200,deepseek-r1,2026-05-22,b200-dsr1-1k1k,300,frontier_total_tok_s_gpu,67,test,InferenceX: frontier of the disaggregated points

"""####),
    ShippedFile(
      name: "large_ep_deepseek.csv",
      text: ####"""
id,phase,chip,model,software,date,weights,attention,kv,isl,cached,devices,data,expert,batch,context,metric,value,use,source
deepseek-day6-prefill,prefill-serving,h800,deepseek-v3,,2025-02,fp8,bf16,bf16,8192,4608,32,32,32,,,tok_s_gpu,4025,print,"DeepSeek open-infra-index, day 6: computed tokens only; prompt lengths are assumed"
deepseek-day6-decode,decode,h800,deepseek-v3,,2025-02,fp8,bf16,bf16,,,144,144,144,12672,4989,tok_s_gpu,1850,test,"DeepSeek open-infra-index, day 6: mean context stated; batch is 1850 / 21 tokens per second and user"
deepseek-profile-prefill,prefill,h800,deepseek-v3,,2025-02,fp8,bf16,bf16,4096,,32,32,32,,,tok_s_gpu,7839,calibrate,DeepSeek profile-data: 16K tokens for each GPU in prompts of 4K
deepseek-profile-decode,decode,h800,deepseek-v3,,2025-02,fp8,bf16,bf16,,,128,128,128,16384,4096,tok_s_gpu,2324,test,DeepSeek profile-data: prompts of 4K; batch 128 per GPU is recalled
sglang-h100-prefill,prefill,h100,deepseek-v3,,2025-05,fp8,bf16,bf16,2048,,32,32,32,,,tok_s_gpu,6540,calibrate,"LMSYS blog of SGLang, 2025-05-05, 96 H100: 2K input"
sglang-h100-decode,decode,h100,deepseek-v3,,2025-05,fp8,bf16,bf16,,,72,72,72,18432,2048,tok_s_gpu,2790,test,"LMSYS blog of SGLang, 2025-05-05, 96 H100: 2K input; batch 256 per GPU fits the stated 100 ms between tokens"
sglang-gb200-june-decode,decode,gb200,deepseek-v3,,2025-06,fp8,bf16,bf16,,,48,48,48,36864,2048,tok_s_gpu,7583,test,"LMSYS blog of SGLang, 2025-06-16, 12 nodes: 2K input; batch 768 per GPU"
sglang-gb200-fp8-prefill,prefill,gb200,deepseek-v3,,2025-09,fp8,bf16,bf16,2048,,8,8,8,,,tok_s_gpu,18471,calibrate,"LMSYS blog of SGLang, 2025-09-25: 2K input"
sglang-gb200-fp8-decode,decode,gb200,deepseek-v3,,2025-09,fp8,bf16,bf16,,,48,48,48,36864,2048,tok_s_gpu,9087,test,"LMSYS blog of SGLang, 2025-09-25: 2K input; batch 768 per GPU"
sglang-gb200-fp4-prefill,prefill,gb200,deepseek-v3,,2025-09,fp4,fp8,fp8,2048,,8,8,8,,,tok_s_gpu,26156,test,"LMSYS blog of SGLang, 2025-09-25: 2K input"
sglang-gb200-fp4-decode,decode,gb200,deepseek-v3,,2025-09,fp4,fp8,fp8,,,48,48,48,36864,2048,tok_s_gpu,13386,test,"LMSYS blog of SGLang, 2025-09-25: 2K input; batch 768 per GPU is assumed"

"""####),
    ShippedFile(
      name: "lpx_published.csv",
      text: ####"""
id,phase,chip,model,date,weights,drafts,accepted,devices,batch,context,metric,value,use,source
10k,decode,groq-3-lpu,gemma-4-31b,2026-08,fp8,7,,256,1,10240,tok_s_user,3382,print,NVIDIA slides on Groq 3 LPX; draft count 7 is inferred from the peak
100k,decode,groq-3-lpu,gemma-4-31b,2026-08,fp8,7,,256,1,102400,tok_s_user,3431,print,NVIDIA slides on Groq 3 LPX; draft count 7 is inferred from the peak
coding-median,decode,groq-3-lpu,gemma-4-31b,2026-08,fp8,7,,256,1,16384,tok_s_user,4767,print,NVIDIA slides on Groq 3 LPX; draft count 7 is inferred from the peak
coding-p80,decode,groq-3-lpu,gemma-4-31b,2026-08,fp8,7,,256,1,16384,tok_s_user,5520,print,NVIDIA slides on Groq 3 LPX; draft count 7 is inferred from the peak
peak,decode,groq-3-lpu,gemma-4-31b,2026-08,fp8,7,8,256,1,16384,tok_s_user,10996,test,NVIDIA slides on Groq 3 LPX; draft count 7 is inferred from the peak; every draft accepted

"""####),
    ShippedFile(
      name: "rubin_glm52_nvfp4_4gpu.csv",
      text: ####"""
id,phase,chip,model,software,date,weights,isl,devices,tensor,batch,context,metric,value,use,source
prefill-8192,prefill,rubin,glm-5.2,rubin-2026-pilot,2026,fp4,8192,4,4,,,step_ms,202.38,calibrate,AISimulate's public VR NVL72 pilot
decode-1,decode,rubin,glm-5.2,rubin-2026,2026,fp4,,4,4,1,1024,step_ms,6.974,calibrate,AISimulate's public VR NVL72 pilot

"""####),
  ]

  public static let workloads: [ShippedFile] = [
    ShippedFile(
      name: "batch-documents.yaml",
      text: ####"""
workload: batch-documents
description: Every evening a pile of documents is read part by part and summarised. All must be
  done by morning.
model: deepseek-r1
duration: 5m
tenants: {acme: 6, globex: 3, initech: 1}

# Assumed: document sizes and the deadline.
context:
  instructions: {tokens: 1.4k, shared-by: everyone}
  template:     {tokens: {p50: 800, p99: 4k}, shared-by: tenant}

agents:
  clerk:
    context: [instructions, template]
    input: {p50: 200, p99: 500}       # title and table of contents
    steps:
      - spawn: extractor
        count: {p50: 9, p99: 120}     # parts of a document
        result: {p50: 260, p99: 900}
      - generate: {p50: 900, p99: 3k}

  extractor:
    context: [instructions, template]
    input: {p50: 3.5k, p99: 8k}
    steps:
      - generate: {p50: 320, p99: 1.1k}

traffic:
  pile:
    agent: clerk
    sessions: {at-once: 24k}
    priority: batch
    deadline: 4m
  corrections:                        # a few people want theirs at once
    agent: clerk
    sessions: {poisson: 24/m, start: 30s, for: 3m}
    deadline: 2m
    slo: {session: 90s}

assert:
  - deadline-misses of pile <= 0%
  - p95 session of corrections < 90s
  - tps-per-mw >= 50k

"""####),
    ShippedFile(
      name: "chat.yaml",
      text: ####"""
workload: chat
description: People talk with an assistant; answers grow a conversation that is re-read at every
  turn.
model: gpt-oss-120b
duration: 20m
warm-up: 2m
tenants: {zipf: 50}

# Lengths after Mooncake's conversation trace (FAST 2025; answers: median 350, p99 1.1k).
# Think times are assumed.
context:
  system:  {tokens: 1.8k, shared-by: everyone}
  persona: {tokens: {p50: 400, p99: 3k}, shared-by: tenant}
  upload:                             # one conversation in three or so starts with a document
    tokens: {mix: [{weight: 70, value: 0}, {weight: 30, p50: 6k, p99: 60k}]}
    shared-by: session

agents:
  assistant:
    context: [system, persona, upload]
    turns: {mean: 4.5, max: 60}
    think: {p50: 25s, p99: 6m}
    input: {p50: 45, p99: 2k}
    steps:
      - choose:
          - weight: 4
            steps: [{generate: {p50: 340, p99: 1.1k, max: 2k}}]
          - weight: 1                 # a hard question: think first
            steps:
              - generate: {p50: 420, p99: 1.4k, max: 3k}
                reasoning: {p50: 900, p99: 9k}

traffic:
  users:
    agent: assistant
    sessions: {poisson: 4/s}
    slo: {ttft: 1s, tpot: 20ms}

assert:
  - p99 ttft of users < 1s
  - p99 stall of users < 400ms
  - goodput of users >= 99%

"""####),
    ShippedFile(
      name: "coding-assistant.yaml",
      text: ####"""
workload: coding-assistant
description: Engineers ask; the agent reads, edits and tests until it is done, then has its work
  reviewed.
model: deepseek-r1
duration: 15m                         # sessions start for 15 minutes, then drain
warm-up: 3m
tenants: {zipf: 40}

# Between published coding agents: Weka's sessions (prompt median 110k, output median 218, 93 % of
# prompt tokens reusable) and AA-AgentPerf (mean prompt 27k, output median 150). Tools, think times
# and reviews are assumed.
context:
  system:     {tokens: 12k, shared-by: everyone}
  repository: {tokens: {p50: 16k, p99: 80k}, shared-by: everyone, one-of: {zipf: 400}}

tools:
  search:    {latency: {p50: 80ms, p99: 900ms}, result: {p50: 700, p99: 9k}}
  edit:      {latency: 30ms, result: 120}
  run-tests:
    {latency: {p50: 14s, p99: 3m}, result: {p50: 1.2k, p99: 12k}, fails: 8%, timeout: 5m,
     retries: 1}

agents:
  coder:
    context: [system, repository]
    turns: {mean: 6, max: 40}
    think: {p50: 20s, p99: 5m}        # the engineer, between turns
    input: {p50: 250, p99: 3k}
    steps:
      - generate: {p50: 180, p99: 1.5k}
        reasoning: {p50: 400, p99: 5k}
      - repeat: {mean: 9, max: 60}
        steps:
          - call: {search: 5, edit: 3, run-tests: 1}      # weights
            count: {p50: 1, p99: 4}
          - generate: {p50: 150, p99: 1.8k}
      - maybe: 30%                    # worth a review
        steps:
          - spawn: reviewer
            count: 1..3
          - generate: {p50: 250, p99: 1.2k}
      - generate: {p50: 300, p99: 1k}
    compact: {above: 120k, to: {p50: 4k, p99: 12k}}

  reviewer:
    context: [system, repository]
    input: {p50: 4k, p99: 30k}        # the diff
    steps:
      - generate: {p50: 400, p99: 2k}

traffic:
  interactive:
    agent: coder
    sessions: {poisson: 0.6/s}
    slo: {ttft: 1s, tpot: 10ms}
  overnight:
    agent: coder
    sessions: {concurrency: 80, over: 1m}
    priority: batch
    deadline: 6h

assert:
  - p99 ttft of interactive < 1s
  - p95 turn of interactive < 4m
  - goodput of interactive >= 99%

"""####),
    ShippedFile(
      name: "copilot.yaml",
      text: ####"""
workload: copilot
description: Inline completion. Every pause in typing asks; typing on cancels what has not arrived.
model: gpt-oss-120b
duration: 3m
tenants: {zipf: 200}

# Assumed, except that completions are short and mostly thrown away.
context:
  system: {tokens: 350, shared-by: everyone}
  file:   {tokens: {p50: 1.6k, p99: 7k}, shared-by: session}

agents:
  completer:
    context: [system, file]
    history: 0                        # each completion starts from the file again
    turns: {p50: 40, p99: 400}
    every: {p50: 2.5s, p99: 45s}      # keystrokes don't wait for the last answer
    when-late: cancel
    input: {p50: 60, p99: 500}
    steps:
      - generate: {p50: 18, p99: 90}

traffic:
  typists:
    agent: completer
    sessions: {poisson: 36/s}
    priority: high
    slo: {e2e: 400ms}

assert:
  - p95 e2e of typists < 400ms
  - cancelled of typists <= 10%

"""####),
    ShippedFile(
      name: "deep-research.yaml",
      text: ####"""
workload: deep-research
description: One agent searches and reads for minutes, thinks long, forgets what it no longer
  needs, writes a report.
model: deepseek-r1
duration: 30m
warm-up: 5m
tenants: {zipf: 20}

# Mean lengths near published runs of IterResearch (prompt 6.3k, output 1.7k), which also rewrites
# what it knows after a few finds; the rest is assumed.
context:
  system: {tokens: 1.6k, shared-by: everyone}

tools:
  search: {latency: {p50: 700ms, p99: 5s}, result: {p50: 800, p99: 3k}, fails: 2%, retries: 1}
  open:   {latency: {p50: 1.2s, p99: 15s}, result: {p50: 1.5k, p99: 6k}, timeout: 20s}
  python: {latency: {p50: 2s, p99: 60s}, result: {p50: 200, p99: 4k}, fails: 12%}

agents:
  researcher:
    context: [system]
    turns: {mean: 1.6, max: 6}
    think: {p50: 2m, p99: 30m}
    input: {p50: 180, p99: 3k}
    steps:
      - generate: {p50: 400, p99: 1.5k}             # clarify and plan
        reasoning: {p50: 2k, p99: 12k}
      - repeat: {p50: 14, p99: 60}
        steps:
          - call: {search: 5, open: 4, python: 1}
            count: {mean: 1.5, max: 5}
          - generate: {p50: 160, p99: 900}
            reasoning: {p50: 450, p99: 6k}
      - generate: {p50: 3.5k, p99: 12k}
        reasoning: {p50: 3k, p99: 16k}
    compact: {above: 8k, to: {p50: 1.2k, p99: 2.5k}}

traffic:
  researchers:
    agent: researcher
    sessions: {poisson: 0.35/s}
    slo: {turn: 8m, tpot: 12ms}

assert:
  - p50 turn of researchers < 4m
  - p95 turn of researchers < 10m
  - cache-hit of researchers >= 50%

"""####),
    ShippedFile(
      name: "embeddings.yaml",
      text: ####"""
workload: embeddings
description: Texts go in, vectors come out. Prefill only; a live search box beside the nightly
  index.
model: llama-3.1-8b
duration: 2m
tenants: {zipf: 100}

# Assumed.
agents:
  embed-query:
    input: {p50: 14, p99: 80}
    steps: [{generate: 0}]            # no output token: prefill only
  embed-passage:
    input: {p50: 380, p99: 900, max: 2k}
    steps: [{generate: 0}]

traffic:
  search:
    agent: embed-query
    sessions: {poisson: 420/s}
    priority: high
    slo: {e2e: 300ms}
  index:
    agent: embed-passage
    sessions: {concurrency: 2.4k, over: 10s}
    priority: batch

assert:
  - p99 e2e of search < 300ms
  - request-rate of index >= 500/s

"""####),
    ShippedFile(
      name: "free-tier.yaml",
      text: ####"""
workload: free-tier
description: Many people, short chats, no promise; paying users share the machines and must not
  notice.
model: gpt-oss-120b
duration: 24m                         # a day, an hour to the minute
tenants: {zipf: 30}

# Assumed; that few clients send most requests, and in bursts, is what ServeGen found in production
# (gaps of gamma and Weibull by client).
context:
  system: {tokens: 900, shared-by: everyone}

agents:
  free:
    context: [system]
    turns: {mean: 2.5, max: 20}
    think: {p50: 20s, p99: 4m}
    input: {p50: 30, p99: 600}
    history: 6
    steps:
      - generate: {p50: 180, p99: 700, max: 1k}
  paid:
    extends: free
    turns: {mean: 6, max: 60}
    history: all
    steps:
      - generate: {p50: 320, p99: 1.5k}
        reasoning: {p50: 300, p99: 4k}

traffic:
  free:
    agent: free
    sessions:
      gamma: {mean: 10/s, peak: 17/s, period: 24m, peak-at: 20m}
      cv: 2
      clients: {zipf: 5k}
      spikes: [{at: 13m, for: 1m, times: 3}]
    priority: low
  paid:
    agent: paid
    sessions: {poisson: {mean: 2/s, peak: 3/s, period: 24m, peak-at: 15m}}
    priority: high
    slo: {ttft: 800ms, tpot: 15ms}

assert:
  - goodput of paid >= 99%
  - refused of free <= 5%
  - tps-per-mw >= 10k

"""####),
    ShippedFile(
      name: "live-translation.yaml",
      text: ####"""
workload: live-translation
description: A talk is translated clause by clause while it goes on. The speaker never waits.
model: llama-3.1-70b
duration: 8m
warm-up: 2m
tenants: {zipf: 25}

# No public trace exists: everything is assumed.
context:
  system:   {tokens: 600, shared-by: everyone}
  glossary: {tokens: {p50: 900, p99: 5k}, shared-by: tenant}

agents:
  interpreter:
    context: [system, glossary]
    turns: {p50: 90, p99: 500}        # clauses in a talk
    every: {p50: 2.6s, p99: 9s}       # the next clause ends whether or not this one is translated
    when-late: wait                   # in order: a clause waits for the one before it
    history: 12                       # earlier clauses kept for reference
    input: {p50: 9, p99: 28}
    voice:
      pace: 4.2/s                     # the spoken translation is a little faster than the speaker
      recognition: {p50: 180ms, p99: 500ms}
      synthesis: {p50: 140ms, p99: 420ms}
      first-chunk: 4
    steps:
      - generate: {p50: 10, p99: 30}
  captioner:                          # text only, for whoever reads along
    extends: interpreter
    voice: none

traffic:
  conferences:
    agent: interpreter
    sessions: {steady: 3/s}
    priority: high
    slo: {response: 1.2s, silence: 0s}
  captions:
    agent: captioner
    sessions: {poisson: 6/s}
    slo: {response: 2s}

assert:
  - p99 response of conferences < 1.5s
  - underruns of conferences <= 1%
  - p95 response of captions < 2s

"""####),
    ShippedFile(
      name: "media-pipeline.yaml",
      text: ####"""
workload: media-pipeline
description: Uploaded clips become frames; these are captioned, tagged and checked, then summed up.
model: gemma-4-31b
duration: 20m
tenants: {zipf: 60}

# Assumed: tokens per clip and decoding times.
context:
  instructions: {tokens: 900, shared-by: everyone}
  clip:         {tokens: {p50: 9k, p99: 70k}, shared-by: session}     # frames as tokens

tools:
  decode:    {latency: {p50: 2.5s, p99: 25s}, result: 0}
  thumbnail: {latency: {p50: 300ms, p99: 2s}, result: 40}

agents:
  editor:
    context: [instructions, clip]
    input: 60
    steps:
      - call: decode
      - fork: 3                       # caption, tags, safety: three readings of the same clip
        steps:
          - generate: {p50: 120, p99: 600}
      - call: thumbnail
        count: 1..4
      - generate: {p50: 180, p99: 700}

traffic:
  uploads:
    agent: editor
    sessions:
      poisson:
        switching:                    # quiet, until somebody empties a camera
          - {rate: 16/s, for: {mean: 4m}}
          - {rate: 180/s, for: {mean: 30s}}
    priority: low
    deadline: 5m

assert:
  - deadline-misses of uploads <= 1%
  - cache-hit of uploads >= 8%        # three readings at once: none finds what the others compute

"""####),
    ShippedFile(
      name: "mixed-factory.yaml",
      text: ####"""
workload: mixed-factory
description: One AI factory, all services at once, forty tenants. Who pays, and in whose tail?
model: gpt-oss-120b                   # in place of the models that the imported workloads name
duration: 30m
warm-up: 3m
tenants: {zipf: 40}

import: [chat, copilot, coding-assistant, tool-agent, research-swarm, deep-research, rag,
         voice-assistant, live-translation, batch-documents, moderation, embeddings,
         media-pipeline, free-tier]

variables:
  rush: [{at: 12m, for: 2m, times: 4}]

traffic:
  chat:        {extends: chat.users, sessions: {poisson: 2/s, spikes: $rush}}
  copilot:     {extends: copilot.typists, sessions: {poisson: 0.5/s}}
  coding:      {extends: coding-assistant.interactive, sessions: {poisson: 0.2/s}}
  night-shift: {extends: coding-assistant.overnight, sessions: {concurrency: 12, over: 2m}}
  support:     {extends: tool-agent.support, sessions: {gamma: 0.6/s, cv: 3, clients: {zipf: 40}}}
  swarms:      {extends: research-swarm.analysts, sessions: {poisson: 1/m}}
  research:    {extends: deep-research.researchers, sessions: {poisson: 2/m}}
  office:      {extends: rag.office, sessions: {poisson: 1/s}}
  calls:       {extends: voice-assistant.callers, sessions: {poisson: 0.6/s}}
  talks:       {extends: live-translation.conferences, sessions: {steady: 2/m}}
  documents:   {extends: batch-documents.pile, sessions: {at-once: 200, start: 5m}}
  posts:       {extends: moderation.posts, sessions: {poisson: 25/s, spikes: $rush}}
  index:       {extends: embeddings.index, sessions: {concurrency: 16}}
  uploads:     {extends: media-pipeline.uploads, sessions: {poisson: 4/m}}
  free:
    extends: free-tier.free
    sessions:
      gamma: {mean: 1.2/s, peak: 2/s, period: 30m, peak-at: 20m}
      cv: 2
      clients: {zipf: 2k}

assert:
  - goodput of coding >= 99%
  - goodput of calls >= 98%
  - p99 ttft of chat < 1.5s
  - underruns of calls <= 1%
  - deadline-misses of documents <= 2%
  - refused <= 1%

"""####),
    ShippedFile(
      name: "moderation.yaml",
      text: ####"""
workload: moderation
description: Every post is judged before it appears. A short verdict; the doubtful ones get a
  second, longer look.
model: llama-3.1-8b
duration: 90s
tenants: {zipf: 6}

# Assumed.
context:
  policy: {tokens: 2.4k, shared-by: everyone}

agents:
  judge:
    context: [policy]
    input: {p50: 90, p99: 2k}
    steps:
      - generate: 3
      - maybe: 4%
        steps:
          - generate: {p50: 60, p99: 300}
            reasoning: {p50: 200, p99: 1.5k}

traffic:
  posts:
    agent: judge
    sessions:
      gamma:                          # a quiet minute, breaking news, and its echo
        - {for: 30s, rate: 900/s}
        - {for: 10s, rate: 900/s..4.6k/s}
        - {for: 20s, rate: 4.6k/s}
        - {for: 30s, rate: 4.6k/s..1.2k/s}
      cv: 1.5
    slo: {turn: 3s}

assert:
  - p95 e2e of posts < 500ms
  - goodput of posts >= 99.5%

"""####),
    ShippedFile(
      name: "rag.yaml",
      text: ####"""
workload: rag
description: Questions answered from a document store. Passages stand before the question, so hot
  ones are reused.
model: llama-3.1-70b
duration: 15m
tenants: {zipf: 30}

# Assumed; that few passages get most hits is what RAGPulse's segment-level trace shows.
context:
  system:   {tokens: 700, shared-by: everyone}
  passages: {tokens: {p50: 3.2k, p99: 7k}, shared-by: tenant, one-of: {zipf: 20k}}

tools:
  retrieve: {latency: {p50: 55ms, p99: 350ms}, result: 0}            # its result is `passages`
  rerank:   {latency: {p50: 25ms, p99: 120ms}, result: 0}
  search:   {latency: {p50: 55ms, p99: 350ms}, result: {p50: 2.8k, p99: 6k}}

agents:
  answerer:
    context: [system, passages]
    turns: {mean: 1.7, max: 8}
    think: {p50: 18s, p99: 4m}
    input: {p50: 30, p99: 250}
    steps:
      - call: [retrieve, rerank]
      - generate: {p50: 190, p99: 900}
      - maybe: 20%                                  # not enough: look again
        steps:
          - call: search
          - generate: {p50: 210, p99: 900}

traffic:
  office:
    agent: answerer
    sessions:
      # a working day in fifteen minutes
      weibull: {mean: 10/s, peak: 17/s, period: 15m, peak-at: 9m}
      cv: 1.8
    slo: {response: 1.5s, tpot: 25ms}

assert:
  - p95 response of office < 1.5s
  - cache-hit of office >= 40%

"""####),
    ShippedFile(
      name: "research-swarm.yaml",
      text: ####"""
workload: research-swarm
description: A planner sends researchers, who send readers; a panel debates the findings and
  votes; one report.
model: kimi-k2
duration: 15m
tenants: {zipf: 12}

# Assumed throughout.
context:
  system:   {tokens: 3k, shared-by: everyone}
  role:     {tokens: 1.2k, shared-by: everyone}
  question: {tokens: {p50: 300, p99: 4k}, shared-by: session}       # all agents of a session see it

tools:
  search: {latency: {p50: 400ms, p99: 4s}, result: {p50: 1.8k, p99: 9k}}
  fetch:
    {latency: {p50: 900ms, p99: 12s}, result: {p50: 5k, p99: 40k}, fails: 6%, timeout: 15s,
     retries: 2, backoff: 1s}

agents:
  planner:
    context: [system, question]
    input: 40
    steps:
      - generate: {p50: 500, p99: 2k}
        reasoning: {p50: 1.5k, p99: 9k}
      - spawn: researcher
        count: {p50: 5, p99: 16}
        join: 80%                     # go on when four in five are back; the rest are cancelled
        result: {p50: 700, p99: 2.5k}
      - repeat: 1..3                  # debate: each of four voices reads all that was said
        steps:
          - fork: 4
            steps: [{generate: {p50: 260, p99: 900}}]
      - fork: 5                       # vote: the first three ballots decide
        steps: [{generate: 12}]
        join: 3
      - generate: {p50: 2.2k, p99: 7k}

  researcher:
    context: [system, role, question]
    input: {p50: 150, p99: 600}
    steps:
      - repeat: {mean: 3, max: 10}
        steps:
          - generate: {p50: 120, p99: 500}
          - call: search
            count: 1..3
      - spawn: reader
        count: {mean: 3, max: 12}
        result: {p50: 350, p99: 1.2k}
      - generate: {p50: 900, p99: 3k}

  reader:
    context: [system, role]
    input: {p50: 100, p99: 300}
    steps:
      - call: fetch
      - generate: {p50: 350, p99: 1.2k}

traffic:
  analysts:
    agent: planner
    sessions: {poisson: 0.3/s}
    slo: {session: 3m}

assert:
  - p50 session of analysts < 75s
  - p99 session of analysts < 4m
  - p99 tpot of agent planner < 12ms

"""####),
    ShippedFile(
      name: "tool-agent.yaml",
      text: ####"""
workload: tool-agent
description: A support agent answers by calling tools until it knows enough. Tools are slow, fail
  and are retried.
model: qwen3-235b-a22b
duration: 15m
tenants: {zipf: 80}

# Mean lengths near those of Mooncake's tool and agent trace (FAST 2025; prompt 8.6k, output 182).
# Tool behaviour and think times are assumed.
context:
  system: {tokens: 2.4k, shared-by: everyone}        # instructions and tool definitions
  policy: {tokens: {p50: 1k, p99: 4k}, shared-by: tenant}

tools:
  lookup: {latency: {p50: 120ms, p99: 1.5s}, result: {p50: 260, p99: 1.5k}}
  search: {latency: {p50: 600ms, p99: 6s}, result: {p50: 700, p99: 3.5k}, parallel: 4}
  ledger:
    latency: {mix: [{weight: 97, p50: 200ms, p99: 900ms}, {weight: 3, value: 20s..60s}]}
    result: 180
    timeout: 8s
    fails: 4%
    retries: 3
    backoff: 500ms                    # then 1s, then 2s

agents:
  support:
    context: [system, policy]
    turns: {mean: 2, max: 10}
    think: {p50: 35s, p99: 8m}
    input: {p50: 60, p99: 900}
    steps:
      - generate: {p50: 100, p99: 600}
      - repeat: {mean: 3.4, max: 25}
        steps:
          - call: {lookup: 6, search: 3, ledger: 2}
            count: {mean: 1.3, max: 6}
          - generate: {p50: 110, p99: 900}
      - maybe: 5%                     # a person must approve a refund
        steps:
          - wait: {p50: 45s, p99: 20m}
          - call: ledger
      - generate: {p50: 220, p99: 900}

traffic:
  support:
    agent: support
    sessions: {gamma: 12/s, cv: 3, clients: {zipf: 80}}      # few customers send most, in bursts
    slo: {ttft: 1.5s, tpot: 15ms, turn: 60s}

assert:
  - p95 turn of support < 60s
  - p99 itl of support < 60ms
  - cache-hit of support >= 55%

"""####),
    ShippedFile(
      name: "voice-assistant.yaml",
      text: ####"""
workload: voice-assistant
description: Callers speak and are answered in speech. Silence is heard, so tokens are due.
model: llama-3.1-70b
duration: 10m
warm-up: 1m
tenants: {zipf: 8}

# No public trace has tokens: lengths, speech latencies and interruptions are assumed.
context:
  system:  {tokens: 1.6k, shared-by: everyone}
  account: {tokens: {p50: 500, p99: 2.5k}, shared-by: session}

tools:
  booking:
    latency: {p50: 250ms, p99: 2.5s}
    result: {p50: 180, p99: 1k}
    fails: 2%
    timeout: 3s
    retries: 1

agents:
  receptionist:
    context: [system, account]
    turns: {mean: 7, max: 40}
    think: {p50: 600ms, p99: 6s}      # silence before the caller speaks again
    input: {p50: 18, p99: 90}         # tokens spoken by the caller
    voice:
      pace: 3.3/s                     # tokens per second of speech, both ways
      endpointing: {p50: 350ms, p99: 900ms}
      recognition: {p50: 120ms, p99: 400ms}
      synthesis: {p50: 160ms, p99: 500ms}
      first-chunk: 8                  # tokens that synthesis needs before it can start
      barge-in: {chance: 12%, after: {p50: 1.8s, p99: 9s}}
    steps:
      - maybe: 35%
        steps:
          - generate: {p50: 28, p99: 90}            # asks for the tool, isn't spoken
          - call: booking
      - generate: {p50: 38, p99: 150}               # the last one is spoken

traffic:
  callers:
    agent: receptionist
    sessions: {poisson: 20/s, spikes: [{at: 6m, for: 45s, times: 4}]}  # an advert on air
    priority: high
    slo: {response: 3s, silence: 0s}

assert:
  - p95 response of callers < 2.5s
  - underruns of callers <= 0.5%
  - p99 stall of callers < 250ms

"""####),
  ]
}
