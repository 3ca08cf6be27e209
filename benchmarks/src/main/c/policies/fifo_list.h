/*
 * Lists of tasks: one for each lane, linked both ways, all in one pool of slots, and an index by gtid. Whoever includes this
 * says CAPACITY and LANES. Slot 0 stands for "none"; what is written to it means nothing.
 */
#define SLOTS (CAPACITY + 1)

struct slot {
  u64 gtid;
  u32 barrier, next, previous, lane;
};

struct slot slots[SLOTS];
u32 heads[LANES], tails[LANES], lengths[LANES];
u32 free_slot, used_slots;

struct {
  __uint(type, HASH);
  __type(key, u64);
  __type(value, u32);
  __uint(max_entries, CAPACITY);
} slot_index SEC(".maps");

static inline struct slot *slot_at(u32 i) {
  return i < SLOTS ? &slots[i] : NULL;
}

static int list_put(u32 lane, u64 gtid, u32 barrier, int front) {
  u32 slot = free_slot;
  struct slot *s, *neighbour;
  int err;

  if (!slot) {
    slot = used_slots + 1;
    if (slot > CAPACITY)
      return E2BIG;
  }
  s = slot_at(slot);
  if (!s)
    return E2BIG;
  if (lane >= LANES)
    return EINVAL;
  err = bpf_map_update_elem(&slot_index, &gtid, &slot, BPF_NOEXIST);
  if (err)
    return -err;
  if (!free_slot)
    used_slots = slot;
  else
    free_slot = s->next;
  s->gtid = gtid;
  s->barrier = barrier;
  s->lane = lane;
  s->next = 0;
  s->previous = 0;
  lengths[lane]++;
  if (front) {
    s->next = heads[lane];
    neighbour = slot_at(heads[lane]);
    if (neighbour)
      neighbour->previous = slot;
    if (!tails[lane])
      tails[lane] = slot;
    heads[lane] = slot;
  } else {
    s->previous = tails[lane];
    neighbour = slot_at(tails[lane]);
    if (neighbour)
      neighbour->next = slot;
    if (!heads[lane])
      heads[lane] = slot;
    tails[lane] = slot;
  }
  return 0;
}

/* Takes a slot out and gives it back; what is in it stays until the next one is put in. */
static struct slot *list_take(u32 slot) {
  struct slot *s = slot_at(slot), *before, *after;
  u32 lane;
  u64 gtid;

  if (!s)
    return NULL;
  lane = s->lane;
  before = slot_at(s->previous);
  after = slot_at(s->next);
  if (lane >= LANES || !before || !after)
    return NULL;
  before->next = s->next;
  after->previous = s->previous;
  if (heads[lane] == slot)
    heads[lane] = s->next;
  if (tails[lane] == slot)
    tails[lane] = s->previous;
  lengths[lane]--;
  gtid = s->gtid;
  bpf_map_delete_elem(&slot_index, &gtid);
  s->next = free_slot;
  free_slot = slot;
  return s;
}

static struct slot *list_pop(u32 lane) {
  if (lane >= LANES || !heads[lane])
    return NULL;
  return list_take(heads[lane]);
}

static void list_remove(u64 gtid) {
  u32 *slot = bpf_map_lookup_elem(&slot_index, &gtid);

  if (slot)
    list_take(*slot);
}

/* What is known of a task that waits is out of date: this barrier is the newer one. */
static void list_renew(u64 gtid, u32 barrier) {
  u32 *slot = bpf_map_lookup_elem(&slot_index, &gtid);
  struct slot *s;

  if (!slot)
    return;
  s = slot_at(*slot);
  if (s)
    s->barrier = barrier;
}
